import { once } from 'node:events'
import { createCrowd } from '../rehearsal/crowd.ts'
import { createRealPace } from '../rehearsal/pace.ts'
import { createSeededPick } from '../rehearsal/seeded-pick.ts'
import { shiftDays } from '../rehearsal/shift-days.ts'
import { openRehearsalBooth, type RehearsalBooth, type RehearsalWish } from './rehearsal-booth.ts'
import { enrolCrew, toPart, type Crew } from './rehearsal-crew.ts'

export type KeptRehearsing = RehearsalWish & {
  attendees: number
  write: (line: string) => void
  /** Aborted when the process is told to stop. */
  ended: AbortSignal
}

/** People do not come all at once. */
const APART_SECONDS = 15
const PAUSE_SECONDS = 20
/** Well before the logins of staff phones end (LOGIN_SECONDS). */
const SHIFT_MS = 6 * 3_600_000

/** Serves the booth with people coming and going until it is told to stop. @returns the exit code */
export async function keepRehearsing(wish: KeptRehearsing): Promise<number> {
  const event = shiftDays(wish.event, new Date())
  const rehearsal = await openRehearsalBooth({ ...wish, event })
  try {
    wish.write(await describe(rehearsal))
    await Promise.all([letPeopleCome(rehearsal, wish), untilEnded(wish.ended)])
  } finally {
    await rehearsal.close()
  }
  return 0
}

function untilEnded(ended: AbortSignal): Promise<unknown> {
  return ended.aborted ? Promise.resolve() : once(ended, 'abort')
}

/** So many are there at once; whoever leaves makes room for the next. */
async function letPeopleCome(rehearsal: RehearsalBooth, wish: KeptRehearsing): Promise<void> {
  const { attendees, ended, seed, write } = wish
  if (attendees === 0) return
  const pace = createRealPace(ended)
  const pick = createSeededPick(seed)
  const onDuty = takeShifts(() => enrolCrew(rehearsal, { attendees, pace }))
  const draw = createCrowd(pick)
  let number = 0
  const keepComing = async (comesFirstAfter: number) => {
    for (let comesAfter = comesFirstAfter; !ended.aborted; comesAfter = pick(PAUSE_SECONDS)) {
      const crew = await onDuty()
      await toPart({ who: draw(), number: number++, comesAfter, rehearsal, crew, pace, write })()
    }
  }
  await Promise.all(
    Array.from({ length: attendees }, (_, lane) => keepComing(lane * APART_SECONDS)),
  )
}

/** The devices of the shift that is on duty; each shift enrols its own. */
function takeShifts(enrol: () => Promise<Crew>): () => Promise<Crew> {
  let shift = { crew: enrol(), endsAt: Date.now() + SHIFT_MS }
  return () => {
    if (Date.now() >= shift.endsAt) shift = { crew: enrol(), endsAt: Date.now() + SHIFT_MS }
    return shift.crew
  }
}

/** Where everybody goes. In a rehearsal the one-time links are no secrets: what they open is thrown away. */
async function describe({ booth }: RehearsalBooth): Promise<string> {
  const { publicOrigin } = booth
  const staff = await booth.newEnrolmentLink({ kind: 'staff', role: 'admin' })
  const kiosk = await booth.newEnrolmentLink({ kind: 'kiosk' })
  const enrol = (token: typeof staff.token) =>
    token.use((secret) => `${publicOrigin}/enrol/${secret}`)
  return [
    `  register  ${publicOrigin}/register`,
    `  wall      ${publicOrigin}/wall`,
    `  kiosk     ${enrol(kiosk.token)}  (works once, then ${publicOrigin}/kiosk)`,
    `  staff     ${enrol(staff.token)}  (works once, then ${publicOrigin}/staff)`,
    'Nothing of it is kept. Ctrl+C ends it.',
  ].join('\n')
}
