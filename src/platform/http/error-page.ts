import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import { Problem, PROBLEMS, type ProblemName } from '../../shared/problem.ts'
import { errorFields, type Log } from '../log.ts'

/** What a body parser or a path decoder throws. */
type HttpError = { status?: unknown; type?: unknown }

/** Where the one next action leads. */
type Next = { name: 'back' | 'start' | 'staff'; href: string }

/** Problems with a page of their own, and where its links lead. */
const PAGES: Partial<
  Record<ProblemName, { view: string; links: Readonly<Record<string, string>> }>
> = {
  'unknown-link': { view: 'mission/unknown-link', links: { go: '/go', register: '/register' } },
  'kiosk-only': { view: 'kiosk/not-enrolled', links: { register: '/register' } },
  'staff-only': { view: 'staff/not-staff', links: { start: '/' } },
}

export const unknownPage: RequestHandler = () => {
  throw new Problem('unknown-page')
}

/** Every thrown thing ends here: a known problem says what to do, a bug says its request id and is logged. */
export function errorPage({ log }: { log: Log }): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const problem = toProblem(error)
    const status = problem ? PROBLEMS[problem.problem] : 500
    if (!problem)
      log.error('a request failed', { ...errorFields(error), 'trace.id': requestId(res) })
    if (problem?.retryAfterSeconds !== undefined)
      res.setHeader('Retry-After', String(problem.retryAfterSeconds))
    res.status(status)
    if (req.accepts(['html', 'json']) === 'json') res.json(asJson(problem, res))
    else renderProblem(res, problem, { status, path: req.path })
  }
}

function renderProblem(
  res: Response,
  problem: Problem | undefined,
  { status, path }: { status: number; path: string },
) {
  const own = problem && PAGES[problem.problem]
  if (own) res.render(own.view, { links: own.links })
  else
    res.render('layout/error', {
      status,
      problem: problem?.problem ?? 'unexpected',
      field: problem?.field,
      requestId: requestId(res),
      next: nextAction(path),
    })
}

function asJson(problem: Problem | undefined, res: Response) {
  return {
    problem: problem?.problem ?? 'unexpected',
    field: problem?.field,
    retryAfterSeconds: problem?.retryAfterSeconds,
    requestId: requestId(res),
  }
}

function requestId(res: Response): string {
  return String(res.locals['requestId'] ?? '')
}

function nextAction(path: string): Next {
  return path.startsWith('/staff')
    ? { name: 'staff', href: '/staff' }
    : { name: 'start', href: '/' }
}

function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  const { status, type } = (error ?? {}) as HttpError
  if (status === 413 || type === 'entity.too.large') return new Problem('too-large')
  // Bad encodings, malformed bodies, undecodable paths: the request's fault, whatever library found it.
  if (typeof status === 'number' && status >= 400 && status < 500) return new Problem('bad-form')
  return undefined
}
