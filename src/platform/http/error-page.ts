import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { Problem, PROBLEMS, type ProblemName } from '../../shared/problem.ts'
import { isDatabaseAway } from '../database/database-away.ts'
import { OutcomeUnknown } from '../database/outcome-unknown.ts'
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

/** After so long a page or a phone asks again whether the database is back. */
const DATABASE_SECONDS = 5

export const unknownPage: RequestHandler = () => {
  throw new Problem('unknown-page')
}

/** Every thrown thing ends here: a known problem says what to do, a bug says its request id and is logged. */
export function errorPage({ log }: { log: Log }): ErrorRequestHandler {
  // eslint-disable-next-line max-params, @typescript-eslint/no-unused-vars -- Express tells an error handler by its four parameters
  return (error: unknown, req, res, _next) => {
    const problem = toProblem(error)
    const about = { ...errorFields(error), 'trace.id': requestId(res) }
    if (problem?.problem === 'cannot-record') log.warn('the database does not answer', about)
    else if (!problem || problem.problem === 'not-sure' || res.headersSent)
      log.error('a request failed', about)
    // Half an answer is out: ending the connection is the only way left to say that it is not whole.
    if (res.headersSent) req.socket.destroy()
    else answer(req, res, { problem, log })
  }
}

function sayWhen({ method }: Request, res: Response, { problem, retryAfterSeconds }: Problem) {
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds))
  // An open page, the wall above all, comes back by itself.
  if (problem === 'cannot-record' && method === 'GET')
    res.setHeader('Refresh', String(DATABASE_SECONDS))
  if (problem === 'wrong-method') res.setHeader('Allow', 'GET, HEAD, POST')
}

type Failed = { problem: Problem | undefined; log: Log }

function answer(req: Request, res: Response, { problem, log }: Failed): void {
  const status = problem ? PROBLEMS[problem.problem] : 500
  if (problem) sayWhen(req, res, problem)
  res.status(status)
  if (req.accepts(['html', 'json']) === 'json') res.json(asJson(problem, res))
  else renderProblem(res, problem, { status, path: req.path, log })
}

function renderProblem(
  res: Response,
  problem: Problem | undefined,
  { status, path, log }: { status: number; path: string; log: Log },
) {
  const own = problem && ownPage(problem.problem, path)
  const view = own?.view ?? 'layout/error'
  const data = {
    status,
    problem: problem?.problem ?? 'unexpected',
    field: problem?.field,
    requestId: requestId(res),
    next: nextAction(path),
    links: own?.links,
  }
  res.render(view, data, (broken: Error | null, html?: string) => {
    if (broken) {
      log.error('the error page is broken', { ...errorFields(broken), 'trace.id': requestId(res) })
      res.type('text').send(`${status} ${requestId(res)}`)
    } else res.send(html)
  })
}

/** Nothing at the desk may look like an answer but the answers. */
function ownPage(problem: ProblemName, path: string) {
  if (problem === 'cannot-record' && path.startsWith('/staff'))
    return { view: 'staff/cannot-record', links: { next: '/staff' } }
  return PAGES[problem]
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
  if (error instanceof OutcomeUnknown) return new Problem('not-sure')
  if (isDatabaseAway(error))
    return new Problem('cannot-record', { retryAfterSeconds: DATABASE_SECONDS })
  return requestFault(error ?? {})
}

function requestFault({ status, type }: HttpError): Problem | undefined {
  if (status === 413 || type === 'entity.too.large') return new Problem('too-large')
  // Bad encodings, malformed bodies, undecodable paths: the request's fault, whatever library found it.
  if (typeof status === 'number' && status >= 400 && status < 500) return new Problem('bad-form')
  return undefined
}
