import { createSession, type Session } from 'better-sse'
import type { Request, Response } from 'express'

/** Open streams of server-sent events, known so that a stopping server can end them. */
export type LiveStreams = {
  open(req: Request, res: Response): Promise<Session>
  closeAll(): void
}

/** Browsers come back by themselves after so many milliseconds. */
const RETRY_MS = 2_000

/** `open` answers the request with a stream that stays until the browser or the server ends it. */
export function createLiveStreams(): LiveStreams {
  const open = new Set<Response>()
  return {
    open: async (req, res) => {
      const session = await createSession(req, res, { retry: RETRY_MS })
      open.add(res)
      // Whoever asks for the head only never reads, and would be kept open for nothing.
      if (req.method === 'HEAD') res.end()
      session.on('disconnected', () => open.delete(res))
      return session
    },
    closeAll: () => {
      for (const res of open) res.end()
    },
  }
}
