import type { Busy } from '../connection/exchange.ts'
import type { Findings } from '../probe/observation.ts'
import type { RefusalCode } from './cause-of-answer.ts'
import { causes } from './causes.ts'
import { missingRight } from './diagnose-missing.ts'
import { BEFORE_PRODUCT_HEADER } from './judge-version.ts'
import type { Case, Observation } from './observed-case.ts'
import { retryAfter } from './retry-after.ts'
import type { CauseParams, Named } from './verdict.ts'

type Refused = Extract<Observation, { kind: 'refused' }>

/** The cause of a check that never got to see data, with the values its words need. */
export function diagnoseRefusal(
  { code, fingerprint, findings, busy }: Refused,
  { target, ourAddress, keyForm }: Case,
): Named<'not-yet'> | Named<'could-not-check'> {
  const sharper = sharpen(code, findings, keyForm)
  const known = {
    ...{ host: target.host, port: target.port, ourAddress, fingerprint },
    ...lineOf(busy),
    version: BEFORE_PRODUCT_HEADER,
  }
  const names: readonly string[] = causes[sharper].params
  const params: CauseParams = Object.fromEntries(
    Object.entries(known).filter(([name]) => names.includes(name)),
  )
  const { outcome } = causes[sharper]
  return { outcome, code: sharper, params } as Named<'not-yet'> | Named<'could-not-check'>
}

/** How long the line is, and when it is worth asking again. */
function lineOf(busy: Busy | undefined) {
  return { seconds: busy?.seconds ?? retryAfter('MB-WE-ARE-BUSY'), waiting: busy?.waiting ?? 0 }
}

/** What the second questions add to the first answer. */
function sharpen(code: RefusalCode, findings: Findings, keyForm: Case['keyForm']): RefusalCode {
  const { authenticated } = findings
  if (code === 'MB-KEY-CANNOT-READ') return missingRight(findings) ?? code
  if (code !== 'MB-KEY-REFUSED') return code
  // Refused once and accepted at once afterwards: the cluster was just opening its key store.
  if (authenticated === true) return 'MB-CLUSTER-STARTING'
  return keyForm === 'cloud' ? 'MB-KEY-CLOUD-ORGANISATION' : code
}
