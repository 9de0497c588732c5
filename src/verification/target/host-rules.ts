import type { TargetRefusal } from './target.ts'

/** RFC 1035: octets of a label and of a whole name. */
const LONGEST_LABEL = 63
const LONGEST_NAME = 253

/** Local names, and public ones that answer with any address written inside them. */
const DENIED = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'lan',
  'home.arpa',
  'test',
  'invalid',
  'nip.io',
  'sslip.io',
  'ip.es.io',
  'localtest.me',
  'lvh.me',
]
const OTHER_PRODUCTS = ['apm', 'fleet', 'ent', 'ingest', 'privatelink']

/** Rule 6: is this a name that could be a public host at all? */
export function refuseHost(host: string): TargetRefusal | undefined {
  const labels = host.split('.')
  if (labels.length < 2) return 'single_label'
  if (host.length > LONGEST_NAME || labels.some(isBadLabel)) return 'bad_label'
  if (labels.some((label) => label.startsWith('xn--'))) return 'idn'
  if (!/^[a-z]+$/.test(labels.at(-1) ?? '')) return 'numeric_tld'
  if (DENIED.some((name) => host === name || isUnder(host, name))) return 'denied_suffix'
  return undefined
}

/** Rule 8: the right company, the wrong door. */
export function refuseProduct(host: string): TargetRefusal | undefined {
  const labels = host.split('.')
  if (labels.includes('kb')) return 'kibana_address'
  // The console writes "undefined" while a deployment is still being created.
  if (labels[0] === 'undefined') return 'wrong_product'
  return labels.some((label) => OTHER_PRODUCTS.includes(label)) ? 'wrong_product' : undefined
}

/** Under, at a label boundary: `x.found.io` is under `found.io`; `evilfound.io` and `found.io` are not. */
export function isUnder(host: string, suffix: string): boolean {
  return host.endsWith(`.${suffix}`)
}

function isBadLabel(label: string): boolean {
  const hyphenAtEnd = label.startsWith('-') || label.endsWith('-')
  return label === '' || label.length > LONGEST_LABEL || hyphenAtEnd
}
