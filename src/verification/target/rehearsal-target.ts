import type { Target, TargetPolicy } from './target.ts'

/** Rule 0: in rehearsal a literally configured origin is taken as it is, loopback and http included. */
export function toRehearsalTarget(typed: unknown, policy: TargetPolicy): Target | undefined {
  if (typeof typed !== 'string') return undefined
  const origin = typed.trim().replace(/\/$/, '')
  if (!policy.rehearsalOrigins.includes(origin) || !URL.canParse(origin)) return undefined

  const url = new URL(origin)
  if (url.origin !== origin) return undefined
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  const port = url.port === '' ? usualPort[scheme] : Number(url.port)
  return { scheme, host: url.hostname, port, rehearsal: true }
}

const usualPort = { https: 443, http: 80 }
