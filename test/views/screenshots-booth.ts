import { openRehearsalBooth, rehearsalConfig } from '../../src/commands/rehearsal-booth.ts'
import type { RehearsalBooth } from '../../src/commands/rehearsal-booth.ts'
import { enrolCrew, toPart } from '../../src/commands/rehearsal-crew.ts'
import type { Event } from '../../src/event/event.ts'
import { readEventFile } from '../../src/event/event-file.ts'
import { createCrowd } from '../../src/rehearsal/crowd.ts'
import { findFreePort } from '../../src/rehearsal/free-port.http.ts'
import { createSeededPick, forkPick } from '../../src/rehearsal/seeded-pick.ts'
import { shiftDays } from '../../src/rehearsal/shift-days.ts'
import { createSimulatedClock } from '../../src/rehearsal/simulated-clock.ts'

export type PhotographedBooth = {
  rehearsal: RehearsalBooth
  /** The last hour with so many people, played at once; whoever is on the way now stays there. */
  letPeopleCome: (people: number) => Promise<void>
}

const SEED = 7
const HOUR_SECONDS = 3_600
/** Before the hour is over a talk ends, and these come at once. */
const RUSH = 16
const RUSH_APART_SECONDS = 21

/** A rehearsal booth whose clock stands an hour back until people have come, and then is the real one. */
export async function openPhotographedBooth(): Promise<PhotographedBooth> {
  const arrival = new AbortController()
  const start = new Date(Date.now() - HOUR_SECONDS * 1000)
  const clock = createSimulatedClock(start, arrival.signal)
  const pick = createSeededPick(SEED)
  const now = () => (arrival.signal.aborted ? new Date() : clock.now())
  const config = rehearsalConfig({}, { port: await findFreePort() })
  const event = withFewShirts(shiftDays(readEventFile(config.eventFile), new Date()))
  const outside = { now, pick: forkPick(pick) }
  const rehearsal = await openRehearsalBooth({ config, event, seed: SEED, outside })
  return {
    rehearsal,
    letPeopleCome: async (people) => {
      const crew = await enrolCrew(rehearsal, { attendees: people, pace: clock })
      const draw = createCrowd(pick)
      const write = (line: string) => process.stdout.write(`${line}\n`)
      const parts = Array.from({ length: people }, (_, number) => {
        const comesAfter = comingAt(number, people)
        return toPart({ who: draw(), number, comesAfter, rehearsal, crew, pace: clock, write })
      })
      const untilNow = async () => {
        await clock.wait(HOUR_SECONDS)
        arrival.abort()
      }
      await clock.play([...parts, untilNow])
    },
  }
}

function comingAt(number: number, people: number): number {
  const early = Math.max(0, people - RUSH)
  const rushBegins = HOUR_SECONDS - RUSH * RUSH_APART_SECONDS
  return number < early
    ? (number / early) * (rushBegins - RUSH * RUSH_APART_SECONDS)
    : rushBegins + (number - early) * RUSH_APART_SECONDS
}

/** As on the afternoon of the first day: black is gone, others run out in some sizes. */
function withFewShirts(event: Event): Event {
  const left: Record<string, readonly number[]> = {
    black: [0, 0, 1, 1, 0, 0, 0],
    blue: [1, 4, 9, 12, 3, 1, 0],
    mint: [2, 9, 14, 12, 6, 1, 1],
    pink: [5, 14, 19, 18, 9, 5, 2],
  }
  const { sizes, colours } = event.shirts
  const shirts = colours.map((colour) => ({
    ...colour,
    stock: Object.fromEntries(sizes.map((size, at) => [size, left[colour.id]?.[at] ?? 1])),
  }))
  return { ...event, shirts: { ...event.shirts, colours: shirts } }
}
