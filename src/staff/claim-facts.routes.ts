import type { Response } from 'express'
import type { Claim, ClaimOwner } from '../claims/claim.ts'
import { nearestViews } from '../claims/choose-page.routes.ts'
import { shirtView } from '../claims/claim-view.routes.ts'
import type { HandOverOutcome } from '../claims/hand-over.ts'
import type { LookUpOutcome } from '../claims/look-up.ts'
import { mayUndo } from '../claims/undo.ts'
import type { Shirt } from '../stock/sku.ts'
import type { DeskRoutes } from './desk.routes.ts'
import { oddNote } from './odd-note.routes.ts'
import { currentStaff } from './login.routes.ts'

type Outcome = Extract<LookUpOutcome | HandOverOutcome, { claim: unknown }>
type Answered = { outcome: Outcome; code: string; scanId: string }

/** A gift has no owner. */
const NOBODY = { nickname: '', tag: '' }
const NEXT = { next: '/staff' }

/** What an answer shows of the claim: whose, which shirt, and what may be done now. */
export async function claimFacts(res: Response, booth: DeskRoutes, answered: Answered) {
  const { outcome } = answered
  // The claim's own code: what was typed may have come through another keyboard's layout.
  const code = 'code' in outcome.claim ? outcome.claim.code : answered.code
  const { owner, pickedUpBy } = await peopleOf(booth, outcome, code)
  const { shirt } = outcome.claim
  const view = claimView(res, booth, { owner, pickedUpBy, shirt, code })
  const odd = outcome.kind === 'ready' && owner ? await oddNote(res, booth, owner) : []
  return { ...view, odd, ...(await ownFacts(res, booth, answered)) }
}

type People = Pick<Claim, 'owner' | 'pickedUpBy'>

/** Whose it is, and who collected it: the tap that has just won says so itself. */
async function peopleOf({ claims }: DeskRoutes, outcome: Outcome, code: string): Promise<People> {
  if (outcome.kind === 'handed-over' && outcome.owner) return outcome
  const [found] = await claims.search(code)
  return { ...found?.claim, ...(found?.owner && { owner: found.owner }) }
}

type Viewed = {
  shirt: Shirt
  code: string
  owner?: ClaimOwner | undefined
  pickedUpBy?: string | undefined
}

/** Whose it is and which shirt. */
export function claimView(res: Response, { event }: DeskRoutes, claim: Viewed) {
  const { owner = NOBODY, pickedUpBy = '', shirt, code } = claim
  return {
    nickname: owner.nickname,
    tag: owner.tag,
    shirt: shirtView(event, res, shirt.colour),
    size: shirt.size,
    pickedUpBy,
    code,
  }
}

/** What only this kind of answer shows. */
async function ownFacts(res: Response, booth: DeskRoutes, { outcome, scanId }: Answered) {
  switch (outcome.kind) {
    case 'ready':
      return fetchFacts(booth)
    case 'already-handed-over':
      return whoHandedOver(res, booth, outcome)
    case 'handed-over':
      return {
        at: outcome.at,
        again: outcome.repeated === true,
        undo: { scanId: booth.newToken(), handOver: scanId },
        ...corrections(booth, { undo: '/staff/undos' }),
      }
    case 'cancelled':
      return {}
    case 'expired':
    case 'waiting':
    case 'out-of-stock':
      return offerFacts(res, booth, outcome)
  }
}

type Offered = { claim: { shirt: Shirt }; unitLeft?: boolean }

/** The shirt itself where one is left, else what is nearest to it. */
function offerFacts(res: Response, booth: DeskRoutes, outcome: Offered) {
  if (outcome.unitLeft) return againFacts(booth)
  return nearestFacts(res, booth, outcome.claim.shirt)
}

/** What the page before a hand-over needs. */
export function fetchFacts(booth: DeskRoutes) {
  return { ...tapFacts(booth), ...corrections(booth, { handOver: '/staff/hand-overs' }) }
}

/** Its hold has ended and there is one left: both steps in one tap. */
function againFacts(booth: DeskRoutes) {
  return { ...tapFacts(booth), ...corrections(booth, { again: '/staff/expired-hand-overs' }) }
}

function tapFacts({ event, newToken }: DeskRoutes) {
  return { scanId: newToken(), friend: event.claims.pickUpForFriend, values: {}, errors: {} }
}

/** Another colour or size is one tap away from every answer about a shirt. */
function corrections({ newToken }: DeskRoutes, links: Readonly<Record<string, string>>) {
  return {
    choicesScanId: newToken(),
    links: { ...NEXT, choices: '/staff/swap-choices', ...links },
  }
}

async function nearestFacts(res: Response, booth: DeskRoutes, wanted: Shirt) {
  return {
    scanId: booth.newToken(),
    nearest: nearestViews(res, booth, await booth.claims.findAlternatives(wanted)),
    ...corrections(booth, { swap: '/staff/swaps' }),
  }
}

type Already = Extract<Outcome, { kind: 'already-handed-over' }>

function whoHandedOver(res: Response, booth: DeskRoutes, outcome: Already) {
  const now = booth.now()
  const facts = 'handOver' in outcome ? outcome.handOver : outcome.claim.handOver
  if (!facts) throw new Error('a claim is handed over, but nobody did it')
  const { at, device, person, scanId } = facts
  const mayTakeBack = mayUndo(currentStaff(res), { at, device: device.id }, now)
  return {
    by: person.name,
    phone: device.label,
    at,
    samePhone: outcome.thisPhone,
    ago: sinceThen(at, now),
    ...(mayTakeBack && { undo: { scanId: booth.newToken(), handOver: scanId } }),
    ...corrections(booth, mayTakeBack ? { undo: '/staff/undos' } : {}),
  }
}

const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const

function sinceThen(at: string, now: Date): { unit: string; count: number } {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 1000))
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? ['seconds', 1]
  return { unit, count: Math.floor(seconds / length) }
}
