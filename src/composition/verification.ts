import type { Event } from '../event/event.ts'
import type { Outside } from '../outside.ts'
import type { RegistrationStore } from '../registration/registration-store.ts'
import { createCheckCluster } from '../verification/check-cluster.ts'
import { createCheckMission } from '../verification/check-mission.ts'
import { createPassByHand } from '../verification/pass-by-hand.ts'
import { createVerificationStore } from '../verification/verification-store.sql.ts'
import { createWrongKeys } from '../verification/wrong-keys.ts'

export function composeVerification(
  { missions, id }: Event,
  outside: Outside & { registrations: RegistrationStore },
) {
  const verifications = createVerificationStore(outside.storage)
  const wrongKeys = createWrongKeys(outside)
  return {
    verifications,
    wrongKeys,
    hasPassed: async (registrationId: string) =>
      (await verifications.passOf(registrationId)) !== undefined,
    /** Ids of the missions somebody passed. */
    passedMissions: async (registrationId: string) =>
      (await verifications.passesOf(registrationId)).map(({ mission }) => mission),
    checkMission: createCheckMission({
      ...outside,
      checkCluster: createCheckCluster(outside),
      verifications,
      wrongKeys,
      fingerprint: (text) => outside.secrets.fingerprint(text, 'identity'),
      onUnknown: (code, fingerprint) => {
        outside.log.error('an answer nobody can name', { code, fingerprint })
      },
      missions,
      eventId: id,
    }),
    onUnknownLine: logUnknownLine(outside),
    passByHand: createPassByHand({ ...outside, verifications, missions }),
  }
}

/** A warning: anyone may paste anything, so it wakes nobody. */
function logUnknownLine({ log, secrets }: Outside) {
  return (words: string) => {
    const fingerprint = secrets.fingerprint(words, 'pasted line')
    log.warn('a pasted line nobody can name', { code: 'MB-LINE-UNKNOWN', fingerprint })
  }
}
