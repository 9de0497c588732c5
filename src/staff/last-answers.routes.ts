import type { Response } from 'express'
import type { Answer } from '../claims/claim-store.ts'
import { shirtView } from '../claims/claim-view.routes.ts'
import { mayUndo } from '../claims/undo.ts'
import type { DeskRoutes } from './desk.routes.ts'
import { currentStaff } from './login.routes.ts'

const LAST_SHOWN = 8

const RESULTS: Readonly<Record<string, string>> = {
  ready: 'looked-up',
  'handed-over': 'handed-over',
  given: 'given',
  'already-handed-over': 'already-handed-over',
  swapped: 'swapped',
  undone: 'undone',
}

/** The phone's last answers; a look-up that led to more is not worth a line of its own. */
export function toLastAnswers(answers: readonly Answer[], booth: DeskRoutes, res: Response) {
  return answers
    .filter((answer, place) => !isFirstStep(answer, answers.slice(0, place)))
    .slice(0, LAST_SHOWN)
    .map((answer) => toLastAnswer(answer, booth, res))
}

function isFirstStep({ action, claim }: Answer, since: readonly Answer[]): boolean {
  return (
    action === 'look-up' && claim !== undefined && since.some((one) => one.claim?.id === claim.id)
  )
}

function toLastAnswer(answer: Answer, booth: DeskRoutes, res: Response) {
  const { claim, verdict, at } = answer
  return {
    result: RESULTS[verdict] ?? 'refused',
    at,
    nickname: claim?.nickname ?? '',
    shirt: claim ? shirtView(booth.event, res, claim.shirt.colour) : null,
    size: claim?.shirt.size ?? '',
    ...(answer.stands && corrections(answer, booth, res)),
  }
}

/** What may be done about a hand-over that stands: two taps away, as from its answer. */
function corrections({ scanId, at, device, claim }: Answer, booth: DeskRoutes, res: Response) {
  const { newToken, now } = booth
  const mayTakeBack = mayUndo(currentStaff(res), { at, device }, now())
  return {
    swap: { href: '/staff/swap-choices', code: claim?.code ?? '', scanId: newToken() },
    ...(mayTakeBack && {
      undo: { href: '/staff/undos', scanId: newToken(), handOver: scanId },
    }),
  }
}
