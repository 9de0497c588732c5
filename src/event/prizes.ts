import type { Event, Mission } from './event.ts'

/**
 * The mission that somebody chose. A mission that the file no longer names counts as its first: what was chosen or
 * passed before somebody renamed it is not lost.
 */
export function findMission(missions: Event['missions'], id: string | undefined): Mission {
  return missions.find((mission) => mission.id === id) ?? missions[0]
}
