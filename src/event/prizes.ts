import type { Event, Mission, Prize } from './event.ts'

/** What stands for T-shirts of every colour and size where a mission names what it earns; every other prize goes by its id. */
export const SHIRTS = 'shirts'

type Prizes = Pick<Event, 'shirts' | 'prizes'>

/** At most so many claims of `prize` a day; undefined: as many as there are. */
export function perDayOf({ shirts, prizes }: Prizes, prize: string): number | undefined {
  return prize === SHIRTS ? shirts.perDay : findPrize(prizes, prize)?.perDay
}

/** The prize of the event file with this id; T-shirts are none. */
export function findPrize(prizes: readonly Prize[], id: string): Prize | undefined {
  return prizes.find((prize) => prize.id === id)
}

/**
 * The mission that somebody chose. A mission that the file no longer names counts as its first: what was chosen or
 * passed before somebody renamed it is not lost.
 */
export function findMission(missions: Event['missions'], id: string | undefined): Mission {
  return missions.find((mission) => mission.id === id) ?? missions[0]
}

/** Everything that somebody who passed the missions `passed` may claim, in the order of the file. */
export function prizesEarned(
  { missions, prizes }: Pick<Event, 'missions' | 'prizes'>,
  passed: readonly string[],
): readonly string[] {
  const earned = new Set(passed.flatMap((id) => findMission(missions, id).earns))
  return [SHIRTS, ...prizes.map(({ id }) => id)].filter((prize) => earned.has(prize))
}

/** On which of the passes a claim of `prize` rests: its mission as recorded; undefined when none of them earns it. */
export function earningPass(
  missions: Event['missions'],
  prize: string,
  passed: readonly string[],
): string | undefined {
  return passed.find((id) => findMission(missions, id).earns.includes(prize))
}
