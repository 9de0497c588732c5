import { composeBoards } from './composition/boards.ts'
import { composeClaims } from './composition/claims.ts'
import { composeDisk } from './composition/disk.ts'
import { composeLimits } from './composition/limits.ts'
import { composePages } from './composition/pages.ts'
import { composePrivacy } from './composition/privacy.ts'
import { composeRegistration } from './composition/registration.ts'
import { composeStaff } from './composition/staff.ts'
import { composeVerification } from './composition/verification.ts'
import type { Config } from './config.ts'
import type { Event } from './event/event.ts'
import { startJournalFeed, type JournalFeed } from './journal/journal-feed.ts'
import { createJournal } from './journal/journal.sql.ts'
import type { Outside } from './outside.ts'
import { createCookieJar } from './platform/http/cookies.ts'
import { errorFields } from './platform/log.ts'
import { hashOf } from './platform/server-secrets.ts'
import { refuseOtherSecret } from './storage/refuse-other-secret.sql.ts'
import { takeFirstDeliveries } from './stock/first-deliveries.sql.ts'
import { createClock, type Clock } from './stock/moment.ts'
import { refuseWrongLedger } from './stock/verify-ledger.sql.ts'
import { createConnectionCookie } from './verification/connection-cookie.routes.ts'

/**
 * Puts the booth together: the one place where ports meet implementations.
 * @throws Error when the stock's counters and its ledger differ: the booth refuses to run on numbers that lie
 */
export async function compose(config: Config, event: Event, outside: Outside) {
  const clock = createClock(outside.now, event)
  await openBooks(outside, event, clock)
  const cookies = createCookieJar(config)
  const feed = composeFeed(outside)
  const disk = await composeDisk(outside)
  const registration = composeRegistration(event, { ...outside, disk })
  const desk = composeClaims(event, { ...outside, clock })
  const privacy = composePrivacy(event, { ...outside, clock })
  const works = [desk.claims.tidy, privacy.keepPrivate, disk.keep]
  return {
    config,
    event,
    ...outside,
    hashOf,
    cookies,
    ...composePages(config, event, { ...outside, cookies, disk }),
    ...registration,
    disk,
    ...composeVerification(event, { ...outside, ...registration }),
    connectionCookie: createConnectionCookie({ ...outside, cookies }),
    ...desk,
    ...privacy,
    ...composeStaff(outside),
    ...composeLimits({ ...outside, ...desk }),
    ...composeBoards(config, event, outside),
    feed,
    close: closing(outside, feed, keepTidy(outside, works)),
  }
}
export type Booth = Awaited<ReturnType<typeof compose>>

/** @throws Error when this database is another secret's, or when the stock's counters and its ledger differ */
async function openBooks({ storage, secrets }: Outside, event: Event, clock: Clock) {
  await refuseOtherSecret({ storage, secrets })
  await takeFirstDeliveries(storage, event, clock())
  await storage.maintain((read) => refuseWrongLedger({ kind: storage.kind, read }))
}

function composeFeed({ storage, everyTurn, log }: Outside) {
  const feed = startJournalFeed({
    journal: createJournal(storage),
    everyTurn,
    onError: (error) => {
      log.warn('the journal could not be read; it is tried again', errorFields(error))
    },
  })
  storage.onCommit(() => {
    feed.wake()
  })
  return feed
}

/** Ends what runs by itself, then the database. */
function closing({ storage }: Outside, feed: JournalFeed, stopTidying: () => void) {
  return async () => {
    stopTidying()
    await feed.stop()
    await storage.close()
  }
}

const TIDY_EVERY_MS = 60_000

/**
 * Gives overdue holds back once a minute (numbers are right without it; people who wait are told sooner with it), and
 * makes names go when their time is over; and looks at the disk.
 */
function keepTidy(
  { everyTurn, now, log }: Outside,
  works: readonly (() => Promise<void>)[],
): () => void {
  let last = now().getTime()
  return everyTurn(() => {
    if (now().getTime() - last < TIDY_EVERY_MS) return
    last = now().getTime()
    for (const work of works)
      work().catch((error: unknown) => {
        log.warn('tidying failed; it is tried again', errorFields(error))
      })
  })
}
