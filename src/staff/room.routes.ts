import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Event, Language } from '../event/event.ts'
import { findMission } from '../event/prizes.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { fieldErrors, line, parseForm, readForm, typed } from '../platform/http/parse-form.ts'
import { currentStaff } from './login.routes.ts'
import {
  registeringRoutes,
  toRegisteringView,
  type RegisteringRoutes,
} from './registering.routes.ts'
import { mayLead } from './staff.ts'
import { staffBar } from './staff-bar.ts'
import { actor } from './tap-form.routes.ts'
import { causeWords } from '../verification/cause-words.routes.ts'
import { oddityWords } from '../verification/oddity-words.routes.ts'
import { causes, isCauseCode } from '../verification/diagnosis/causes.ts'
import type { PassByHand } from '../verification/pass-by-hand.ts'
import type { WrongKeys } from '../verification/wrong-keys.ts'
import type { RoomStore, Stuck } from '../boards/room.ts'

export type RoomRoutes = RegisteringRoutes & {
  event: Pick<Event, 'missions'>
  room: RoomStore
  passByHand: PassByHand
  wrongKeys: WrongKeys
  registrations: { findByTag(tag: string): Promise<{ id: string } | undefined> }
  now: () => Date
}

const KeyWaitForm = z.object({ tag: line(40) })
const PassForm = z.object({ tag: line(40), reason: line(200) })

/** A pass of yesterday is nobody's news any more. */
const ODD_HOURS = 12
/** Whoever was not heard of for so long has left the booth. */
const HERE_MINUTES = 60
const MOST_SHOWN = 50
const MOST_COUNTED = 1_000
const PATIENCE_MS = 5 * 60_000

/** Who is stuck, at which part, since when, and what to say to them; a lead may pass somebody by hand. */
export function roomRoutes(booth: RoomRoutes): Router {
  const router = Router()
  router.get('/room', (req, res) => renderRoom(req, res, { booth, errors: {} }))
  router.use(registeringRoutes(booth))
  router.post('/passes', (req, res) => passByHand(req, res, booth))
  router.post('/key-waits', async (req, res) => {
    const { tag } = parseForm(KeyWaitForm, req.body)
    const found = await booth.registrations.findByTag(tag)
    if (found) booth.wrongKeys.clear(found.id)
    res.redirect(303, '/staff/room')
  })
  return router
}

async function passByHand(req: Request, res: Response, booth: RoomRoutes): Promise<void> {
  const form = readForm(PassForm, req.body)
  if (form.kind === 'refused') {
    res.status(400)
    await renderRoom(req, res, { booth, errors: fieldErrors(form.faults, res) })
    return
  }
  const { tag, reason } = form.form
  const outcome = await booth.passByHand(tag, reason, actor(res))
  if ('nickname' in outcome) {
    await renderRoom(req, res, { booth, errors: {}, passed: outcome })
    return
  }
  const { status, field } = REFUSALS[outcome.kind]
  res.status(status)
  const errors = { [field]: pageLanguage(res).t(`room:${outcome.kind}`) }
  await renderRoom(req, res, { booth, errors })
}

const REFUSALS = {
  'unknown-tag': { status: 400, field: 'tag' },
  'no-reason': { status: 400, field: 'reason' },
  'not-allowed': { status: 403, field: 'tag' },
} as const

const LINKS = {
  pass: '/staff/passes',
  keyWait: '/staff/key-waits',
  presenceCode: '/staff/presence-code',
}

type RoomPage = {
  booth: RoomRoutes
  errors: Readonly<Record<string, string>>
  passed?: { kind: string; nickname: string }
}

async function renderRoom(req: Request, res: Response, page: RoomPage): Promise<void> {
  const { booth, errors, passed } = page
  const here = await booth.room.stuck(minutesAgo(HERE_MINUTES, booth), MOST_COUNTED)
  const stuck = here.filter(isStuck(booth.now()))
  const odd = await booth.room.oddPasses(minutesAgo(ODD_HOURS * 60, booth), MOST_SHOWN)
  const member = currentStaff(res)
  res.render('staff/room', {
    people: stuck.slice(0, MOST_SHOWN).map((person) => ({
      ...toPersonView(person, booth.now(), res),
      mission: missionName(person, booth.event, res),
      keyWait: booth.wrongKeys.secondsLeft(person.registrationId),
    })),
    parts: countParts(stuck, res),
    odd: odd.map(({ nickname, tag, passedAt, oddities }) => ({
      ...{ nickname, tag, at: passedAt },
      seen: oddities.map((oddity) => oddityWords(oddity, res)),
    })),
    registering: await toRegisteringView(booth),
    mayPass: mayLead(member),
    passed: passed ?? null,
    errors,
    // Somebody found by a search is passed from here.
    values: typed(Object.keys(errors).length > 0 ? req.body : req.query, ['tag', 'reason']),
    links: { ...staffBar(member), ...LINKS },
    scripts: ['boards/refresh-page.browser.ts'],
  })
}

/** At how many different parts a lead can look at once. */
const MOST_PARTS = 5

/** Where several are stuck, at which part how many, most first: what the room should be told aloud. */
function countParts(stuck: readonly Stuck[], res: Response) {
  if (stuck.length < 2) return []
  const counts = new Map<string | undefined, number>()
  for (const { code } of stuck) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_PARTS)
    .map(([code, count]) => ({ cause: partName(code, res), count }))
}

/** Titles hold nothing of one person's case. */
function partName(code: string | undefined, res: Response): string {
  if (code === undefined) return pageLanguage(res).t('room:notConnected.what')
  return causeWords({ code, params: {} }, res).title
}

function minutesAgo(minutes: number, { now }: RoomRoutes): string {
  return new Date(now().getTime() - minutes * 60_000).toISOString()
}

/** Nothing where there is only one. */
function missionName({ mission }: Stuck, { missions }: RoomRoutes['event'], res: Response) {
  const { language } = pageLanguage(res)
  return missions.length === 1 ? '' : findMission(missions, mission).name[language as Language]
}

/** Whoever only has to wait is not stuck, until it takes longer than it should. */
function isStuck(now: Date) {
  return ({ code, since }: Stuck): boolean => {
    const isWaiting = code !== undefined && isCauseCode(code) && !causes[code].counts
    return !isWaiting || now.getTime() - Date.parse(since) > PATIENCE_MS
  }
}

function toPersonView({ nickname, tag, code, params, since }: Stuck, now: Date, res: Response) {
  const { t } = pageLanguage(res)
  const words = code === undefined ? undefined : causeWords({ code, params }, res)
  return {
    nickname,
    tag,
    code: code ?? '',
    minutes: Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 60_000)),
    cause: words?.title ?? t('room:notConnected.what'),
    say: words?.staff ?? t('room:notConnected.say'),
  }
}
