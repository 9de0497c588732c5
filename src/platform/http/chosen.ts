import type { Request } from 'express'
import { Problem } from '../../shared/problem.ts'

/**
 * What the address asks for by `?name=…`, one of `known`; undefined when it does not say.
 * @throws Problem bad-form naming the parameter when it is something else, or there twice
 */
export function chosen<Choice extends string>(
  req: Request,
  name: string,
  known: readonly Choice[],
): Choice | undefined {
  const asked = req.query[name]
  if (asked === undefined) return undefined
  const choice = known.find((one) => one === asked)
  if (choice === undefined) throw new Problem('bad-form', { field: name })
  return choice
}
