import { tidyText } from './tidy-text.ts'

const KIBANA =
  /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::\d{1,5})?\$[a-z0-9.-]*(?::\d{1,5})?\$([a-z0-9-]+(?:\.kb)?)(?::(\d{1,5}))?(?:\$|$)/

/**
 * The Kibana a Cloud ID names (its third part and its domain), for a link in its owner's own browser: we never dial
 * it. Undefined for an address, and where the part is missing or anything but letters, digits and hyphens.
 */
export function kibanaHostOf(typed: string): string | undefined {
  const tidy = tidyText(typed)
  if (tidy.kind !== 'code') return undefined
  const [, domain, kibana, port] = KIBANA.exec(decode(tidy.text).toLowerCase()) ?? []
  if (domain === undefined || kibana === undefined) return undefined
  const host = `${kibana}.${domain}${port === undefined ? '' : `:${port}`}`
  return isKibanaHost(host) ? host : undefined
}

/** A name and perhaps a port, exactly as browsers read it. */
export function isKibanaHost(host: string): boolean {
  return URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === dropped443(host)
}

function dropped443(host: string): string {
  return host.replace(/:443$/, '')
}

function decode(code: string): string {
  try {
    return atob(code)
  } catch {
    return ''
  }
}
