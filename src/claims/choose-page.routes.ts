import type { Response } from 'express'
import type { Event } from '../event/event.ts'
import { prizesEarned } from '../event/prizes.ts'
import { currentAttendee } from '../registration/attendee.routes.ts'
import { prizeOf, toSku, type Shirt } from '../stock/sku.ts'
import type { Stock, StockLine } from '../stock/stock.ts'
import type { Alternatives } from './alternatives.ts'
import { isLiving, type Claim } from './claim.ts'
import { coloursLeft, shirtView, shirtWords } from './claim-view.routes.ts'
import type { Claims } from './claims.ts'
import type { ShareOfDay } from './share-of-day.ts'
import { shareViews } from './share-view.routes.ts'

export type ChooseRoutes = {
  event: Event
  claims: Claims
  stock: Stock
  passedMissions: (registrationId: string) => Promise<readonly string[]>
  now: () => Date
}

export const CLAIM_SCRIPT = 'claims/claim-page.browser.ts'

type ChoosePage = {
  errors: Readonly<Record<string, string>>
  claim: Claim | undefined
  /** What was asked for and has just gone. */
  gone?: Shirt | undefined
}

/**
 * Only what the passed missions earn; a prize whose share of today is claimed says when there is more. What has run out
 * can be waited for, unless somebody has a shirt already.
 */
export async function renderChoose(
  res: Response,
  booth: ChooseRoutes,
  { errors, claim, gone }: ChoosePage,
): Promise<void> {
  const { base } = currentAttendee(res)
  const { event, now } = booth
  const { prizes, full } = await offeredTo(res, booth, claim)
  const lines = await booth.stock.overview()
  const left = lines.filter((line) => prizes.includes(prizeOf(line)))
  const colours = coloursLeft(event, res, { left: lines, prizes, chosen: claim?.sku })
  const view = colours.some((colour) => colour.left > 0) ? 'claim/choose' : 'claim/none-left'
  res.render(view, {
    colours,
    full: shareViews(event, res, { shares: full, now: now() }),
    errors,
    before: beforeView(res, booth, { claim, left }),
    gone: gone ? await goneView(res, booth, gone) : null,
    waitable: claim?.state === 'reserved' ? [] : waitableViews(res, booth, left),
    links: { submit: `${base}/claim`, wait: `${base}/claim/wait`, mission: base },
    scripts: [CLAIM_SCRIPT],
  })
}

/** Whoever has one of them may always change to another of its kind: that takes no other share. */
async function offeredTo(
  res: Response,
  { event, claims, passedMissions }: ChooseRoutes,
  claim: Claim | undefined,
) {
  const { id } = currentAttendee(res).registration
  const [passed, shares] = await Promise.all([passedMissions(id), claims.sharesToday()])
  const earned = prizesEarned(event, passed)
  const own = claim && isLiving(claim) ? prizeOf(claim.shirt) : undefined
  const isFull = ({ prize, left }: ShareOfDay) => left === 0 && prize !== own
  const full = shares.filter((share) => isFull(share) && earned.includes(share.prize))
  return { prizes: earned.filter((prize) => full.every((share) => share.prize !== prize)), full }
}

type Before = { claim: Claim | undefined; left: readonly StockLine[] }

/** What became of the claim that somebody had: one tap takes the same again while there is one. */
function beforeView(res: Response, { event }: ChooseRoutes, { claim, left }: Before) {
  if (!claim || isLiving(claim)) return null
  const { sku, state, expiresAt = '' } = claim
  return {
    state,
    shirt: shirtWords(event, res, claim.shirt),
    at: expiresAt,
    value: left.some((line) => line.sku === sku && line.left > 0) ? sku : '',
  }
}

async function goneView(res: Response, booth: ChooseRoutes, shirt: Shirt) {
  return {
    shirt: shirtWords(booth.event, res, shirt),
    value: toSku(shirt),
    nearest: nearestViews(res, booth, await booth.claims.findAlternatives(shirt)),
  }
}

const MOST_NEAREST = 3

/** Other sizes of the colour, then other colours in the size: each is one tap. */
export function nearestViews(
  res: Response,
  { event }: Pick<ChooseRoutes, 'event'>,
  { sizes, colours }: Alternatives,
) {
  const nearest = [...sizes.slice(0, MOST_NEAREST), ...colours.slice(0, MOST_NEAREST)]
  return nearest.map((shirt) => ({
    ...shirtView(event, res, shirt.colour),
    size: shirt.size,
    value: toSku(shirt),
  }))
}

function waitableViews(res: Response, { event }: ChooseRoutes, left: readonly StockLine[]) {
  return left
    .filter((line) => line.left === 0)
    .map((line) => ({
      value: line.sku,
      shirt: shirtWords(event, res, line),
      waiting: line.waiting,
    }))
}
