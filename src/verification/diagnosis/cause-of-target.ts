import type { TargetRefusal } from '../target/target.ts'
import type { CodeOf } from './causes.ts'

/** Every word the address parser may refuse with, and the cause it is shown as. */
const byRefusal = {
  type: 'MB-ADDRESS-EMPTY',
  empty: 'MB-ADDRESS-EMPTY',
  too_long: 'MB-ADDRESS-TOO-LONG',
  bad_chars: 'MB-ADDRESS-BAD-CHARACTERS',
  scheme: 'MB-ADDRESS-NOT-HTTPS',
  shape: 'MB-ADDRESS-UNREADABLE',
  port_form: 'MB-ADDRESS-PORT',
  url_parse: 'MB-ADDRESS-UNREADABLE',
  parser_disagrees: 'MB-ADDRESS-UNREADABLE',
  cloudid_b64: 'MB-ADDRESS-UNREADABLE',
  cloudid_shape: 'MB-CLOUD-ID-BROKEN',
  single_label: 'MB-ADDRESS-LOCAL',
  bad_label: 'MB-ADDRESS-MISTYPED',
  idn: 'MB-ADDRESS-NOT-ELASTIC',
  numeric_tld: 'MB-ADDRESS-IS-NUMBER',
  denied_suffix: 'MB-ADDRESS-LOCAL',
  port: 'MB-ADDRESS-PORT',
  kibana_address: 'MB-KIBANA-ADDRESS',
  wrong_product: 'MB-OTHER-PRODUCT-ADDRESS',
  not_allowlisted: 'MB-ADDRESS-NOT-ELASTIC',
} as const satisfies Record<TargetRefusal, CodeOf<'not-yet'>>

/** The cause a refused address is shown as. */
export function causeOfTargetRefusal(reason: TargetRefusal): CodeOf<'not-yet'> {
  return byRefusal[reason]
}

/**
 * The same, looking once more at what was typed: people paste the page they see. A console or Kibana
 * URL has a path, so the parser can only say `shape`; here it is recognised (elastic.md §1.3).
 */
export function causeOfTypedTarget(reason: TargetRefusal, typed: unknown): CodeOf<'not-yet'> {
  const page = typeof typed === 'string' ? recognisePage(typed) : undefined
  return page ?? causeOfTargetRefusal(reason)
}

const PAGES: readonly (readonly [RegExp, CodeOf<'not-yet'>])[] = [
  [/^cloud\.elastic\.co$/, 'MB-CONSOLE-ADDRESS'],
  [/(?:^|\.)privatelink\./, 'MB-PRIVATE-LINK'],
  [/^undefined\./, 'MB-DEPLOYMENT-BEING-CREATED'],
  [/(?:^|\.)kb\./, 'MB-KIBANA-ADDRESS'],
  [/(?:^|\.)(?:apm|fleet|ent|ingest)\./, 'MB-OTHER-PRODUCT-ADDRESS'],
]
const KIBANA_PATH = /^\/(?:app|s|login|spaces)(?:\/|\?|$)/
const ADDRESS = /^\s*(?:https?:\/\/)?([a-z0-9.-]{1,253})(?::\d{1,5})?(\/[^\s]{0,500})?\s*$/i

function recognisePage(typed: string): CodeOf<'not-yet'> | undefined {
  const [, host = '', path = ''] = ADDRESS.exec(typed.slice(0, 1024)) ?? []
  const page = PAGES.find(([pattern]) => pattern.test(host.toLowerCase()))
  return page?.[1] ?? (KIBANA_PATH.test(path) ? 'MB-KIBANA-ADDRESS' : undefined)
}
