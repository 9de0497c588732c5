import { Router } from 'express'

export type Health = {
  /** Shown in `/healthz`: which event, and every setting that weakens a guard. */
  about: Readonly<Record<string, string | boolean>>
  /** Resolves when the booth can serve. */
  ready: () => Promise<unknown>
}

/** `/healthz`: the process lives. `/readyz`: it can serve, its database included. */
export function healthRoutes({ health }: { health: Health }): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok', ...health.about })
  })
  router.get('/readyz', async (_req, res) => {
    try {
      await health.ready()
      res.json({ status: 'ready' })
    } catch {
      res.status(503).json({ status: 'not ready', reason: 'the database does not answer' })
    }
  })
  return router
}
