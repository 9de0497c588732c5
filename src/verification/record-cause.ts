import type { CauseCode } from './diagnosis/causes.ts'
import type { CauseParams } from './diagnosis/verdict.ts'
import type { VerificationStore } from './verification-store.ts'

type Ports = { verifications: VerificationStore; newId: () => string; now: () => Date }

/**
 * Records a cause that no cluster was asked about (a text that is no address, a line somebody pasted) as an
 * attempt: staff see where people are stuck. A pass is final, so after it nothing is added.
 */
export async function recordCause(
  registrationId: string,
  { code, params }: { code: CauseCode; params: CauseParams },
  { verifications, newId, now }: Ports,
): Promise<void> {
  if (await verifications.passOf(registrationId)) return
  await verifications.recordAttempt({
    id: newId(),
    registrationId,
    at: now().toISOString(),
    outcome: 'not-yet',
    code,
    params,
    hints: [],
  })
}
