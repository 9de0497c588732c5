import type { Target, TargetPolicy } from './target.ts'

/** Rule 0: in rehearsal a literally configured origin, letter for letter, is taken; loopback and http included. */
export function toRehearsalTarget(typed: unknown, policy: TargetPolicy): Target | undefined {
  if (typeof typed !== 'string' || !policy.rehearsalOrigins.includes(typed)) return undefined
  const url = URL.parse(typed)
  if (url?.origin !== typed) return undefined
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  const port = url.port === '' ? usualPort[scheme] : Number(url.port)
  return { scheme, host: url.hostname, port, rehearsal: true }
}

const usualPort = { https: 443, http: 80 }
