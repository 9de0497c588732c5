import { Router, type Response } from 'express'
import { coloursLeft, shirtWords } from '../claims/claim-view.routes.ts'
import type { Claims } from '../claims/claims.ts'
import { shareViews } from '../claims/share-view.routes.ts'
import type { Event } from '../event/event.ts'
import type { JournalFeed } from '../journal/journal-feed.ts'
import { drawQr } from '../platform/draw-qr.ts'
import type { LiveStreams } from '../platform/http/live-streams.ts'
import type { Stock, WatchedLine } from '../stock/stock.ts'
import { countStops, stopOf, type WallNumbers, type WallStore } from './wall.ts'

export type WallRoutes = {
  event: Event
  wall: WallStore
  stock: Stock
  claims: Pick<Claims, 'sharesToday'>
  now: () => Date
  feed: JournalFeed
  streams: LiveStreams
  publicOrigin: string
}

/** Without script the wall reloads itself so often. */
const RELOAD_SECONDS = 10

/** The big screen: how many, where on the way, what is left, and who was first. Reads everything, changes nothing. */
export function wallRoutes(booth: WallRoutes): Router {
  const router = Router()
  router.get('/wall', (_req, res) => renderWall(res, booth))
  router.get('/wall/events', async (req, res) => {
    const session = await booth.streams.open(req, res)
    session.on(
      'disconnected',
      booth.feed.listen((lines) => {
        // What happened is not for everybody's eyes; that something did is enough for the page to ask again.
        session.push({ lines: lines.length }, 'changed')
      }),
    )
  })
  return router
}

async function renderWall(res: Response, booth: WallRoutes): Promise<void> {
  const { event, publicOrigin } = booth
  const [numbers, left, shares] = await Promise.all([
    booth.wall.numbers(),
    booth.stock.watch(),
    booth.claims.sharesToday(),
  ])
  res.render('wall/wall', {
    registered: numbers.registered,
    passed: numbers.passed,
    first: numbers.first ?? null,
    stops: countStops(numbers),
    walkers: walkersOf(numbers),
    sizes: event.shirts.sizes,
    colours: coloursLeft(event, res, { left }),
    low: latestLow(left).map((line) => shirtWords(event, res, line)),
    shares: shareViews(event, res, { shares, now: booth.now() }),
    join: {
      address: `${publicOrigin.replace(/^https?:\/\//, '')}/register`,
      qrSrc: await drawQr(`${publicOrigin}/register`),
    },
    refreshSeconds: RELOAD_SECONDS,
    scripts: ['boards/wall-page.browser.ts'],
  })
}

function walkersOf({ latest }: WallNumbers) {
  return latest
    .filter(({ collected }) => !collected)
    .map((walker) => ({
      id: walker.id,
      stop: stopOf(walker),
      ...(walker.colour !== undefined && { shirtId: walker.colour }),
    }))
}

/** The wall is one screen: the table above says the rest. */
const MOST_LOW = 4

/** Told once, by the change that took it down to the mark; a size that began below it is not news. Latest first. */
function latestLow(lines: readonly WatchedLine[]): readonly WatchedLine[] {
  return lines
    .filter(({ left, lowSince }) => left > 0 && lowSince !== undefined)
    .toSorted((a, b) => (b.lowSince ?? '').localeCompare(a.lowSince ?? ''))
    .slice(0, MOST_LOW)
}
