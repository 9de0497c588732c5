import type { Event, Mission } from '../event/event.ts'
import { findMission } from '../event/prizes.ts'
import type { Evidence } from './diagnosis/verdict.ts'
import type { KeptPass, PassRules } from './verification-store.ts'

/** The pass of `mission` among somebody's passes. */
export function passOfMission(
  passes: readonly KeptPass[],
  mission: Mission,
  missions: Event['missions'],
): KeptPass | undefined {
  return passes.find((pass) => findMission(missions, pass.mission).id === mission.id)
}

/** The mission somebody chose, and its pass among theirs when they have passed it. */
export function chosenMission(
  { missions }: Pick<Event, 'missions'>,
  { mission: id }: { mission?: string },
  passes: readonly KeptPass[],
): { mission: Mission; pass: KeptPass | undefined; passes: readonly KeptPass[] } {
  const mission = findMission(missions, id)
  return { mission, pass: passOfMission(passes, mission, missions), passes }
}

/** Is there a mission that somebody has not passed? */
export function hasMoreToPass(
  { missions }: Pick<Event, 'missions'>,
  passes: readonly KeptPass[],
): boolean {
  return missions.some((mission) => !passOfMission(passes, mission, missions))
}

/** The missions, other than `passed`, whose every parameter the same evidence meets. */
export function alsoMet(
  { documents, seconds, metricsets }: Pick<Evidence, 'documents' | 'seconds' | 'metricsets'>,
  passed: Mission,
  missions: Event['missions'],
): readonly Mission[] {
  return missions.filter(
    (mission) =>
      mission.id !== passed.id &&
      documents >= mission.documents &&
      seconds >= mission.seconds &&
      metricsets.length >= mission.metricsets,
  )
}

/** What a mission asked for when it was passed. */
export function rulesOf({ documents, seconds, metricsets }: Mission): PassRules {
  return { documents, seconds, metricsets }
}
