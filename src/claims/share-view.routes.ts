import type { Response } from 'express'
import type { Event } from '../event/event.ts'
import { dayOf } from '../event/opening-hours.ts'
import { SHIRTS } from '../event/prizes.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { shirtView } from './claim-view.routes.ts'
import type { ShareOfDay } from './share-of-day.ts'

/** Today's shares as pages show them (`Share` of views/README.md). */
export function shareViews(
  event: Event,
  res: Response,
  { shares, now }: { shares: readonly ShareOfDay[]; now: Date },
) {
  const { t } = pageLanguage(res)
  const tomorrow = dayOf(new Date(now.getTime() + DAY_MS), event)
  return shares.map(({ prize, perDay, left, opensAt = '' }) => ({
    id: prize,
    name: prize === SHIRTS ? t('claim:share.shirts') : shirtView(event, res, prize).name,
    perDay,
    left,
    opensAt,
    tomorrow: opensAt !== '' && dayOf(new Date(opensAt), event) === tomorrow,
  }))
}

const DAY_MS = 86_400_000
