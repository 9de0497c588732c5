import type { Response } from 'express'
import type { HandOverOutcome } from '../claims/hand-over.ts'
import type { LookUpOutcome } from '../claims/look-up.ts'
import { claimFacts } from './claim-facts.routes.ts'
import type { DeskRoutes } from './desk.routes.ts'

type Outcome = LookUpOutcome | HandOverOutcome
/** `scanId`: of the tap that is answered. */
export type Shown = { outcome: Outcome; code: string; scanId: string }

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
  const facts = 'claim' in outcome ? await claimFacts(res, booth, { ...shown, outcome }) : {}
  renderAnswer(res.status(status), view, { reason: reasonOf(outcome), ...facts })
}

/** A tap that changed nothing, with why: a name in `staff:refused`. */
export function showRefusal(res: Response, reason: string): void {
  renderAnswer(res.status(409), 'staff/refused', { reason })
}

export function renderAnswer(res: Response, view: string, facts: object): void {
  res.render(view, {
    scripts: ['staff/answer-page.browser.ts'],
    links: { next: '/staff' },
    ...facts,
  })
}

/** The words for a refusal stand under this name in `staff:refused`. */
function reasonOf(outcome: Outcome): string {
  if (outcome.kind === 'expired') return outcome.unitLeft ? 'expired' : 'expired-gone'
  if (outcome.kind !== 'unreadable') return outcome.kind
  const { reading } = outcome
  return reading.kind === 'forbidden-symbol' && reading.hint === 'zero-or-o'
    ? 'no-zero'
    : 'typing-error'
}
