import { openings } from '../event/opening-hours.ts'
import { countRehearsal } from '../rehearsal/count-rehearsal.sql.ts'
import { createCrowd } from '../rehearsal/crowd.ts'
import { createSeededPick, forkPick } from '../rehearsal/seeded-pick.ts'
import { createSimulatedClock } from '../rehearsal/simulated-clock.ts'
import type { Storage } from '../storage/open-storage.ts'
import { checkInvariants } from './check-invariants.ts'
import { openRehearsalBooth, type RehearsalBooth, type RehearsalWish } from './rehearsal-booth.ts'
import { enrolCrew, toPart } from './rehearsal-crew.ts'

export type PlayedToEnd = Omit<RehearsalWish, 'outside'> & {
  attendees: number
  write: (line: string) => void
  /** Aborted when the process is told to stop. */
  ended: AbortSignal
  /** Called when everybody has gone home, before anything is counted. */
  beforeCount?: (rehearsal: RehearsalBooth) => Promise<void>
}

/** Everybody comes within four hours of opening, at the most this far apart. */
const COMING_SECONDS = 4 * 3_600
const MOST_APART_SECONDS = 45

/**
 * Plays everybody to the end on a simulated clock. The last line written says how many came how far.
 * @returns the exit code: 1 when a number is not `attendees`, the stock does not add up or it was ended early
 */
export async function rehearseToEnd(wish: PlayedToEnd): Promise<number> {
  const { line, code } = await playAndCount(wish)
  if (wish.ended.aborted) return 1
  wish.write(line)
  return code
}

async function playAndCount(wish: PlayedToEnd) {
  const { event, seed, attendees, ended } = wish
  const clock = createSimulatedClock(new Date(openings(event)[0]?.from ?? 0), ended)
  const pick = createSeededPick(seed)
  const outside = { now: clock.now, pick: forkPick(pick) }
  const rehearsal = await openRehearsalBooth({ ...wish, outside })
  try {
    const crew = await enrolCrew(rehearsal, { attendees, pace: clock })
    const draw = createCrowd(pick)
    const apart = Math.min(MOST_APART_SECONDS, COMING_SECONDS / attendees)
    const parts = Array.from({ length: attendees }, (_, number) =>
      toPart({
        who: draw(),
        number,
        comesAfter: number * apart,
        ...wish,
        rehearsal,
        crew,
        pace: clock,
      }),
    )
    await clock.play(parts)
    await wish.beforeCount?.(rehearsal)
    return await judge(rehearsal.storage, wish)
  } finally {
    await rehearsal.close()
  }
}

/** Every number comes out of the database, none from those who played. */
async function judge(storage: Storage, { attendees, write }: PlayedToEnd) {
  const tally = await countRehearsal(storage)
  const { registered, passed, claimed, handedOver } = tally
  const writeBroken = (line: string) => {
    if (line.includes(' BROKEN ')) write(line)
  }
  const addsUp = await checkInvariants({ storage, write: writeBroken })
  const everybody = Object.values(tally).every((count) => count === attendees)
  const stock = addsUp ? 'stock adds up' : 'stock does not add up'
  return {
    line: `${registered} registered, ${passed} passed, ${claimed} claimed, ${handedOver} handed over, ${stock}`,
    code: everybody && addsUp ? 0 : 1,
  }
}
