import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Event } from '../event/event.ts'
import type { JournalFeed } from '../journal/journal-feed.ts'
import type { CookieJar } from '../platform/http/cookies.ts'
import type { Turns } from '../platform/http/limits.ts'
import type { LiveStreams } from '../platform/http/live-streams.ts'
import { parseForm } from '../platform/http/parse-form.ts'
import { toDoorView } from '../registration/door-view.routes.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import type { NewDoor } from '../registration/register.ts'
import type { RegistrationStore } from '../registration/registration-store.ts'
import type { CheckMission } from './check-mission.ts'
import { chooseMissionRoutes } from './choose-mission.routes.ts'
import { checkRoutes } from './check.routes.ts'
import type { ConnectionCookie } from './connection-cookie.routes.ts'
import { pasteLineRoutes } from './paste-line.routes.ts'
import { chooseSystem } from './choose-system.routes.ts'
import { toMissionView, type MissionState } from './mission-view.routes.ts'
import { chosenMission } from './missions-met.ts'
import { readKibana } from './kibana-cookie.routes.ts'
import { secondsToNextCheck } from './next-check.ts'
import type { OpenExchange } from './connection/exchange.ts'
import { paceOf } from './pace.ts'
import type { TargetPolicy } from './target/parse-target.ts'
import type { Attempt, Remembered, VerificationStore } from './verification-store.ts'
import type { WrongKeys } from './wrong-keys.ts'

/** In a rehearsal a visitor can play an attendee by hand: a cluster of their own, and buttons that ship to it. */
export type PracticeDesk = {
  connectionOf(registrationId: string): Promise<{ address: string; key: string }>
  ship(registrationId: string, how: 'right' | 'wrong-tag' | 'stopped'): Promise<void>
}

export type MissionRoutes = {
  event: Event
  registrations: Pick<RegistrationStore, 'chooseMission'>
  verifications: VerificationStore
  checkMission: CheckMission
  connectionCookie: ConnectionCookie
  cookies: CookieJar
  policy: TargetPolicy
  newDoor: NewDoor
  newId: () => string
  now: () => Date
  publicOrigin: string
  feed: JournalFeed
  streams: LiveStreams
  checksByHand: Turns
  checksByItself: Turns
  wrongKeys: WrongKeys
  /** A pasted line was not recognised; `words` is what it has in common with other people's. */
  onUnknownLine: (words: string) => void
  openExchange: OpenExchange
  claimStateOf: (registrationId: string) => Promise<ClaimState>
  practice?: PracticeDesk
}

export type ClaimState = { claimed: boolean; collected: boolean; colour?: string }
type Extra = Readonly<Record<string, unknown>>

const MOST_ATTEMPTS = 12
const PracticeForm = z.object({ ship: z.enum(['right', 'wrong-tag', 'stopped'], 'choose') })

/** The attendee's own page: what is right, the one thing missing, and the way there. */
export function missionRoutes(booth: MissionRoutes): Router {
  const router = Router({ mergeParams: true })
  router.get('/', (req, res) => renderMission(req, res, { booth }))
  // A form shown again stands at its own address; whoever opens that anew, or in another language, gets the page.
  router.get(['/check', '/check-again', '/doors', '/line', '/practice'], (_req, res) => {
    res.redirect(303, currentAttendee(res).base)
  })
  router.use(
    chooseMissionRoutes(booth),
    checkRoutes(booth, renderMission),
    pasteLineRoutes(booth, renderMission),
  )
  router.post('/doors', async (req, res) => {
    const door = await booth.newDoor(currentAttendee(res).registration.id)
    await renderMission(req, res, {
      booth,
      extra: { door: await toDoorView(door, booth.publicOrigin) },
    })
  })
  router.get('/events', (req, res) => announce(req, res, booth))
  const { practice } = booth
  if (practice)
    router.post('/practice', async (req, res) => {
      const { ship } = parseForm(PracticeForm, req.body)
      await practice.ship(currentAttendee(res).registration.id, ship)
      res.redirect(303, currentAttendee(res).base)
    })
  return router
}

export type RenderMission = (
  req: Request,
  res: Response,
  more: { booth: MissionRoutes; extra?: Extra },
) => Promise<void>

async function renderMission(
  req: Request,
  res: Response,
  { booth, extra = {} }: { booth: MissionRoutes; extra?: Extra },
): Promise<void> {
  const state = await missionState(req, res, booth)
  const practice = await booth.practice?.connectionOf(state.registration.id)
  res.render('mission/mission', {
    door: null,
    values: {},
    errors: {},
    offer: '',
    line: null,
    practice: practice ?? null,
    scripts: ['verification/mission-page.browser.ts'],
    ...toMissionView(state, res),
    ...extra,
  })
}

async function missionState(
  req: Request,
  res: Response,
  booth: MissionRoutes,
): Promise<MissionState> {
  const { registration, base } = currentAttendee(res)
  const [attempts, passes, claim, remembered] = await Promise.all([
    booth.verifications.attemptsOf(registration.id, MOST_ATTEMPTS),
    booth.verifications.passesOf(registration.id),
    booth.claimStateOf(registration.id),
    booth.verifications.rememberedOf(registration.id),
  ])
  const connection = booth.connectionCookie.read(req, registration.id)
  const [last] = attempts
  return {
    registration,
    base,
    event: booth.event,
    ...chosenMission(booth.event, registration, passes),
    connection,
    attempts,
    claimed: claim.claimed,
    collected: claim.collected,
    system: chooseSystem(req),
    pace: paceOf(registration.id, booth),
    ...{ ...versionOf(remembered), ...readKibana(req, booth) },
    ...(claim.colour !== undefined && { shirtId: claim.colour }),
    ...(connection && last && { nextCheckAt: toNextCheck(registration.id, last, booth) }),
  }
}

/** Empty while the page rests: the words about that name another time. */
function toNextCheck(registrationId: string, last: Attempt, booth: MissionRoutes): string {
  if (booth.checksByItself.secondsLeft(registrationId) > 0) return ''
  const now = booth.now()
  const wait = booth.wrongKeys.secondsLeft(registrationId) * 1000
  const next = Date.parse(last.lastAt) + secondsToNextCheck(last, now) * 1000
  return new Date(Math.max(next, now.getTime() + wait)).toISOString()
}

/** Commands name the cluster's own version as soon as it has told us. */
function versionOf(remembered: Remembered | undefined) {
  const version = remembered?.previous.clusterVersion
  return version === undefined ? {} : { version }
}

/** Tells every open page of this attendee that something changed; the page then asks for itself. */
async function announce(
  req: Request,
  res: Response,
  { feed, streams }: MissionRoutes,
): Promise<void> {
  const { registration } = currentAttendee(res)
  const session = await streams.open(req, res)
  const stop = feed.listen((lines) => {
    for (const line of lines)
      if (line.registrationId === registration.id) session.push({ kind: line.kind }, 'changed')
  })
  session.on('disconnected', stop)
}
