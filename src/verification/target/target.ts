/** What the organiser lets people type. Elastic's own domains and ports are the defaults. */
export type TargetPolicy = {
  /** strict: only hosts under `allowedSuffixes`; open: any public name, the address check alone decides. */
  mode: 'strict' | 'open'
  allowedSuffixes: readonly string[]
  allowedPorts: readonly number[]
  /** Literal origins such as `http://127.0.0.1:9208`; empty outside rehearsal. */
  rehearsalOrigins: readonly string[]
}

/** Where a check may go. Nothing else of the typed text is ever used again. */
export type Target = { scheme: 'https' | 'http'; host: string; port: number; rehearsal: boolean }

/** Why a typed text is not a target: the first failing rule, in the order of the parser. */
export type TargetRefusal =
  | 'type'
  | 'empty'
  | 'too_long'
  | 'bad_chars'
  | 'scheme'
  | 'shape'
  | 'port_form'
  | 'url_parse'
  | 'parser_disagrees'
  | 'cloudid_b64'
  | 'cloudid_shape'
  | 'single_label'
  | 'bad_label'
  | 'idn'
  | 'numeric_tld'
  | 'denied_suffix'
  | 'port'
  | 'kibana_address'
  | 'wrong_product'
  | 'not_allowlisted'

/** `offer` is another address to be confirmed by the person; it is never used by itself. */
export type ParsedTarget =
  { kind: 'target'; target: Target } | { kind: 'refused'; reason: TargetRefusal; offer?: string }

/** The domains of Elastic Cloud (Elastic's documentation): whoever answers there is not the attendee. */
export const ELASTIC_DOMAINS: readonly string[] = [
  'found.io',
  'cloud.es.io',
  'elastic-cloud.com',
  'elastic.cloud',
]

/** The two ports Elastic Cloud serves; 9200 only by configuration. */
export const ELASTIC_PORTS: readonly number[] = [443, 9243]

/** What holds unless the organiser says otherwise: Elastic's own domains and ports, nothing on loopback. */
export const STRICT_POLICY: TargetPolicy = {
  mode: 'strict',
  allowedSuffixes: ELASTIC_DOMAINS,
  allowedPorts: ELASTIC_PORTS,
  rehearsalOrigins: [],
}
