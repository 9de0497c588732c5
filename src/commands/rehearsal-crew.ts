import { RehearsalEnded, type Pace } from '../rehearsal/pace.ts'
import { createSharedDevice, type SharedDevice } from '../rehearsal/shared-device.ts'
import { playAttendee, type Character } from '../rehearsal/simulated-attendee.ts'
import { enrolDevice } from '../rehearsal/simulated-staff.ts'
import type { EnrolmentKind } from '../staff/staff.ts'
import type { RehearsalBooth } from './rehearsal-booth.ts'

/** A kiosk and a staff phone at which simulated attendees are served, in turn. */
export type Counter = { kiosk: SharedDevice; desk: SharedDevice }
export type Crew = readonly [Counter, ...Counter[]]

/** Simulated minutes are short: one kiosk and one phone serve so many without meeting a limit (docs/limits.md). */
const SERVED_BY_ONE = 25

/** Enrols as many devices as `attendees` need, each through its one-time link. */
export async function enrolCrew(
  { booth, openBrowser }: RehearsalBooth,
  { attendees, pace }: { attendees: number; pace: Pace },
): Promise<Crew> {
  const enrol = async (wanted: EnrolmentKind, name: string) => {
    const { token } = await booth.newEnrolmentLink(wanted)
    const browser = openBrowser('Mozilla/5.0 (Linux; Android 15) Rehearsal')
    await token.use((secret) => enrolDevice(browser, `/enrol/${secret}`, name))
    return createSharedDevice(browser, pace)
  }
  const enrolCounter = async (number: number): Promise<Counter> => ({
    kiosk: await enrol({ kind: 'kiosk' }, `Kiosk ${number}`),
    desk: await enrol({ kind: 'staff', role: 'lead' }, `Rehearsal ${number}`),
  })
  const crew: [Counter, ...Counter[]] = [await enrolCounter(1)]
  while (crew.length * SERVED_BY_ONE < attendees) crew.push(await enrolCounter(crew.length + 1))
  return crew
}

export type Coming = {
  who: Character
  /** Counted from 0. */
  number: number
  /** Seconds from now. */
  comesAfter: number
  rehearsal: RehearsalBooth
  crew: Crew
  pace: Pace
  /** Told why somebody went home without a shirt. */
  write: (line: string) => void
}

/** One attendee's whole visit, ready to be played. Never rejects: whoever is stuck is told of and goes home. */
export function toPart(coming: Coming): () => Promise<void> {
  const { who, number, comesAfter, rehearsal, crew, pace, write } = coming
  const { booth, laptops, openBrowser } = rehearsal
  const counter = crew[number % crew.length] ?? crew[0]
  return async () => {
    try {
      await pace.wait(comesAfter)
      await playAttendee(who, {
        pace,
        mission: booth.event.missions[0],
        laptops,
        openBrowser,
        ...counter,
      })
    } catch (error) {
      if (error instanceof RehearsalEnded) return
      write(`Attendee ${number + 1} (${who.mistake}): ${String(error)}`)
    }
  }
}
