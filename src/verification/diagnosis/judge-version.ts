import type { Case, Observation } from './observed-case.ts'
import { type Named, notYet } from './verdict.ts'

/** The oldest line we promise; 7.14 to 7.16 answer everything we ask, so only their number tells them apart. */
const OLDEST = [7, 17] as const

/** What is said of servers before 7.14: they lack the product header, and say no number. */
export const BEFORE_PRODUCT_HEADER = '< 7.14'

type Answered = Extract<Observation, { kind: 'answered' }>

/**
 * Named only where the cluster says its version: to a key with `monitor`, now or at an earlier check, or in the
 * warning that a 7 without security adds to every answer. A version nobody may see stops nobody.
 */
export function judgeVersion(
  { findings, saidVersion }: Answered,
  { target, memory }: Case,
): Named<'not-yet'> | undefined {
  const version = findings.clusterVersion ?? saidVersion ?? memory.previous?.clusterVersion
  if (version === undefined || !isTooOld(version)) return undefined
  return notYet('MB-TOO-OLD', { host: target.host, version })
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
}
