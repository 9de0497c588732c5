import { parsePort } from './place.ts'
import type { ReadPlace } from './place.ts'

/** Shorter base64 holds no `domain$es` worth reading. */
const SHORTEST_CODE = 8

/**
 * `domain[:port]$es[:port]($rest)*` (Beats' `libbeat/cloudid`). The es part is one label, or one
 * label and `.es` for serverless projects; what follows (Kibana and more) is never used.
 */
const PARTS =
  /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d{1,5}))?\$([a-z0-9-]+(?:\.es)?)(?::(\d{1,5}))?(?:\$[a-z0-9.:-]*)*$/

/** Rule 5: the code part of a Cloud ID. The port of the es part wins, then the domain's, then 443. */
export function readCloudId(code: string): ReadPlace {
  const decoded = decodeCanonical(code)
  if (decoded === undefined) return { kind: 'refused', reason: 'cloudid_b64' }

  const [, domain, domainPort, es, esPort] = PARTS.exec(decoded.toLowerCase()) ?? []
  if (domain === undefined || es === undefined) return { kind: 'refused', reason: 'cloudid_shape' }
  const ofDomain = parsePort(domainPort)
  const ofEs = parsePort(esPort)
  // The one that is overruled must be a port as well: another reader might take it.
  if (ofDomain === undefined || ofEs === undefined) return { kind: 'refused', reason: 'port_form' }
  const port = esPort === undefined ? ofDomain : ofEs
  return { kind: 'place', place: { host: `${es}.${domain}`, port } }
}

/** Only one spelling per meaning: what does not encode back to the same text is no code. */
function decodeCanonical(code: string): string | undefined {
  if (code.length < SHORTEST_CODE) return undefined
  try {
    const decoded = atob(code)
    return btoa(decoded) === code ? decoded : undefined
  } catch {
    return undefined
  }
}
