import type { Event } from '../event/event.ts'
import type { Registration } from '../registration/registration.ts'
import type { CauseCode } from './diagnosis/causes.ts'
import type { CauseParams } from './diagnosis/verdict.ts'
import { chosenMission } from './missions-met.ts'
import type { VerificationStore } from './verification-store.ts'

type Ports = {
  event: Pick<Event, 'missions'>
  verifications: VerificationStore
  newId: () => string
  now: () => Date
}

/**
 * Records a cause that no cluster was asked about (a text that is no address, a line somebody pasted) as an
 * attempt: staff see where people are stuck. A pass is final, so after that of the
 * mission they chose nothing is added.
 */
export async function recordCause(
  registration: Registration,
  { code, params }: { code: CauseCode; params: CauseParams },
  { event, verifications, newId, now }: Ports,
): Promise<void> {
  const passes = await verifications.passesOf(registration.id)
  if (chosenMission(event, registration, passes).pass) return
  await verifications.recordAttempt({
    id: newId(),
    registrationId: registration.id,
    at: now().toISOString(),
    outcome: 'not-yet',
    code,
    params,
    hints: [],
  })
}
