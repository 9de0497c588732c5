import type { Response } from 'express'
import { pageLanguage } from '../platform/http/page.ts'
import type { Oddity } from './diagnosis/find-oddities.ts'

/** What is odd about a pass, in the words of the staff's pages; times in the event's zone. */
export function oddityWords({ kind, params }: Oddity, res: Response): string {
  const { t } = pageLanguage(res)
  const formatTime = res.locals['formatTime'] as (iso: string) => string
  const { first, registered } = params
  return t(`room:odd.${kind}`, {
    ...params,
    ...(typeof first === 'string' && { first: formatTime(first) }),
    ...(typeof registered === 'string' && { registered: formatTime(registered) }),
  })
}
