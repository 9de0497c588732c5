import type { Response } from 'express'
import { shirtView } from '../claims/claim-view.routes.ts'
import type { HandOverOutcome } from '../claims/hand-over.ts'
import type { LookUpOutcome } from '../claims/look-up.ts'
import type { DeskRoutes } from './desk.routes.ts'

type Outcome = LookUpOutcome | HandOverOutcome
type Shown = { outcome: Outcome; code: string; scanId?: string }

const NEXT = { next: '/staff' }

/** Status and view of each answer; the page a member of staff holds up is one of these. */
const ANSWERS = {
  ready: { status: 200, view: 'staff/fetch' },
  'handed-over': { status: 200, view: 'staff/handed-over' },
  'already-handed-over': { status: 409, view: 'staff/already-handed-over' },
  expired: { status: 409, view: 'staff/refused' },
  waiting: { status: 409, view: 'staff/refused' },
  cancelled: { status: 409, view: 'staff/refused' },
  'out-of-stock': { status: 409, view: 'staff/refused' },
  'unknown-code': { status: 404, view: 'staff/refused' },
  'other-event': { status: 409, view: 'staff/refused' },
  'tag-scanned': { status: 400, view: 'staff/refused' },
  unreadable: { status: 400, view: 'staff/refused' },
  misuse: { status: 409, view: 'staff/refused' },
} as const satisfies Record<Outcome['kind'], { status: number; view: string }>

export async function showAnswer(res: Response, booth: DeskRoutes, shown: Shown): Promise<void> {
  const { outcome } = shown
  // The same tap again after somebody undid it: green would say that the shirt is theirs.
  if (outcome.kind === 'handed-over' && outcome.stillHanded === false) {
    showRefusal(res, 'undone')
    return
  }
  const { status, view } = ANSWERS[outcome.kind]
  res.status(status).render(view, {
    scripts: ['staff/answer-page.browser.ts'],
    links: NEXT,
    reason: reasonOf(outcome),
    ...('claim' in outcome && (await claimFacts(res, booth, shown))),
  })
}

/** A tap that changed nothing, with why: a name in `staff:refused`. */
export function showRefusal(res: Response, reason: string): void {
  res
    .status(409)
    .render('staff/refused', { scripts: ['staff/answer-page.browser.ts'], links: NEXT, reason })
}

/** The words for a refusal stand under this name in `staff:refused`. */
function reasonOf(outcome: Outcome): string {
  if (outcome.kind !== 'unreadable') return outcome.kind
  const { reading } = outcome
  return reading.kind === 'forbidden-symbol' && reading.hint === 'zero-or-o'
    ? 'no-zero'
    : 'typing-error'
}

/** A gift has no owner. */
const NOBODY = { nickname: '', tag: '' }

async function claimFacts(res: Response, booth: DeskRoutes, { outcome, code, scanId }: Shown) {
  if (!('claim' in outcome)) return {}
  const { shirt } = outcome.claim
  const [found] = await booth.claims.search('code' in outcome.claim ? outcome.claim.code : code)
  const owner = found?.owner ?? NOBODY
  return {
    nickname: owner.nickname,
    tag: owner.tag,
    shirt: shirtView(booth.event, res, shirt.colour),
    size: shirt.size,
    ...ownFacts({ outcome, ...(scanId !== undefined && { scanId }) }, booth),
  }
}

/** What only this kind of answer shows. */
function ownFacts({ outcome, scanId }: Omit<Shown, 'code'>, { newToken, now }: DeskRoutes) {
  if (outcome.kind === 'ready')
    // The claim's own code: what was typed may have come through another keyboard's layout.
    return {
      code: outcome.claim.code,
      scanId: newToken(),
      links: { ...NEXT, handOver: '/staff/hand-overs' },
    }
  if (outcome.kind === 'already-handed-over') return whoHandedOver(outcome, now())
  if (outcome.kind !== 'handed-over') return {}
  return {
    at: outcome.at,
    again: outcome.repeated === true,
    undoScanId: newToken(),
    handOverScanId: scanId,
    links: { ...NEXT, undo: '/staff/undos' },
  }
}

function whoHandedOver(outcome: Extract<Outcome, { kind: 'already-handed-over' }>, now: Date) {
  const facts = 'handOver' in outcome ? outcome.handOver : outcome.claim.handOver
  const at = facts?.at ?? now.toISOString()
  return {
    by: facts?.person.name ?? '',
    phone: facts?.device.label ?? '',
    at,
    samePhone: outcome.thisPhone,
    ago: sinceThen(at, now),
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
