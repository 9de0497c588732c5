import type { Request, Response } from 'express'
import type { CookieJar } from '../platform/http/cookies.ts'
import { isKibanaHost, kibanaHostOf } from './target/kibana-host.ts'

const KEPT_SECONDS = 24 * 3_600

/** Remembers the Kibana of a pasted Cloud ID in its owner's browser; an address names none, and forgets it. */
export function keepKibana(
  res: Response,
  typed: string,
  { cookies }: { cookies: CookieJar },
): void {
  const host = kibanaHostOf(typed)
  if (host === undefined) cookies.clear(res, 'kibana')
  else cookies.write(res, 'kibana', { value: host, seconds: KEPT_SECONDS })
}

/** Anybody may write a cookie: what is no plain host name is as if it were missing. */
export function readKibana(
  req: Request,
  { cookies }: { cookies: CookieJar },
): { kibanaHost?: string } {
  const kibanaHost = cookies.read(req, 'kibana')
  return kibanaHost !== undefined && isKibanaHost(kibanaHost) ? { kibanaHost } : {}
}
