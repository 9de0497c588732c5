import type { Request, Response } from 'express'
import { z } from 'zod'
import type { CookieJar } from '../platform/http/cookies.ts'
import type { ServerSecrets } from '../platform/server-secrets.ts'
import { Secret } from '../shared/secret.ts'
import type { Connection } from './connection-choice.ts'

const KEPT_SECONDS = 24 * 3_600
const purpose = (registrationId: string) => `connection of ${registrationId}`

const KeptConnection = z.object({
  id: z.string(),
  target: z.object({
    scheme: z.enum(['https', 'http']),
    host: z.string(),
    port: z.number().int(),
    rehearsal: z.boolean(),
  }),
  key: z.string(),
})

/**
 * Between checks the key lives in the attendee's own browser alone, sealed under the server's secret and bound to
 * the registration; we keep none.
 */
export type ConnectionCookie = {
  keep(res: Response, registrationId: string, connection: Connection): void
  read(req: Request, registrationId: string): Connection | undefined
  clear(res: Response): void
}

/** `read` gives undefined for a cookie of another registration, of another secret, or that somebody changed. */
export function createConnectionCookie({
  cookies,
  secrets,
}: {
  cookies: CookieJar
  secrets: ServerSecrets
}): ConnectionCookie {
  return {
    keep: (res, registrationId, { id, target, key }) => {
      const plain = new Secret(JSON.stringify({ id, target, key: key.use((value) => value) }))
      cookies.write(res, 'key', {
        value: secrets.seal(plain, purpose(registrationId)),
        seconds: KEPT_SECONDS,
      })
    },
    read: (req, registrationId) => {
      const sealed = cookies.read(req, 'key')
      const opened =
        sealed === undefined ? undefined : secrets.open(sealed, purpose(registrationId))
      return opened?.use((json) => {
        // Sealed by an earlier version of the booth, perhaps: then it is typed once more.
        const kept = KeptConnection.safeParse(JSON.parse(json)).data
        return kept && { id: kept.id, target: kept.target, key: new Secret(kept.key) }
      })
    },
    clear: (res) => {
      cookies.clear(res, 'key')
    },
  }
}
