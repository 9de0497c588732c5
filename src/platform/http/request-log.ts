import type { RequestHandler, Request, Response } from 'express'
import type { Log } from '../log.ts'

/** Gives every request an id and logs it by its route's pattern: links stand in paths, and never in a log. */
export function nameRequests({ log, newId }: { log: Log; newId: () => string }): RequestHandler {
  return (req, res, next) => {
    const id = newId()
    res.locals['requestId'] = id
    res.setHeader('X-Request-Id', id)
    const started = performance.now()
    res.on('finish', () => {
      log.debug('request', {
        'http.request.method': req.method,
        'http.route': routePattern(req, res),
        'http.response.status_code': res.statusCode,
        'event.duration': Math.round((performance.now() - started) * 1e6),
        'trace.id': id,
      })
    })
    next()
  }
}

function routePattern(req: Request, res: Response): string {
  const route = req.route as { path?: unknown } | undefined
  if (typeof route?.path !== 'string') return 'none'
  const mount: unknown = res.locals['mount']
  return `${typeof mount === 'string' ? mount : ''}${route.path}`
}
