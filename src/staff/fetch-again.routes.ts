import type { Request, Response } from 'express'
import { typed } from '../platform/http/parse-form.ts'
import { Problem } from '../shared/problem.ts'
import { claimView, fetchFacts } from './claim-facts.routes.ts'
import { renderAnswer } from './desk-answer.routes.ts'
import type { DeskRoutes } from './desk.routes.ts'

type Refused = { booth: DeskRoutes; errors: Readonly<Record<string, string>> }

/**
 * What to fetch, once more, with what was wrong in the friend's name.
 * @throws Problem bad-form where there is nothing to fetch
 */
export async function showFetchAgain(
  req: Request,
  res: Response,
  { booth, errors }: Refused,
): Promise<void> {
  const { code = '' } = typed(req.body, ['code'])
  const [found] = await booth.claims.search(code)
  const claim = found?.claim
  if (claim?.state !== 'reserved' || claim.event !== booth.event.id)
    throw new Problem('bad-form', { field: Object.keys(errors)[0] ?? 'form' })
  renderAnswer(res.status(400), 'staff/fetch', {
    ...claimView(res, booth, claim),
    ...fetchFacts(booth),
    values: typed(req.body, ['pickedUpBy']),
    errors,
  })
}
