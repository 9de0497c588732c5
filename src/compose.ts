import { createClaimStore } from './claims/claim-store.sql.ts'
import { createClaims } from './claims/claims.ts'
import { createRoomStore } from './boards/room.sql.ts'
import { createWallStore } from './boards/wall.sql.ts'
import type { Config } from './config.ts'
import type { Event } from './event/event.ts'
import { startJournalFeed } from './journal/journal-feed.ts'
import { createJournal } from './journal/journal.sql.ts'
import { createCookieJar } from './platform/http/cookies.ts'
import { createLiveStreams } from './platform/http/live-streams.ts'
import { errorFields } from './platform/log.ts'
import { hashOf } from './platform/server-secrets.ts'
import { composeLimits } from './compose-limits.ts'
import { composePages } from './compose-pages.ts'
import type { Outside } from './outside.ts'
import { createNewDoor, createOpenWithShortCode, createRegister } from './registration/register.ts'
import type { RegistrationStore } from './registration/registration-store.ts'
import { createRegistrationStore } from './registration/registration-store.sql.ts'
import { createEnrol, createEnrolmentLink, createFindEnrolment } from './staff/enrol.ts'
import { createStaffStore } from './staff/staff-store.sql.ts'
import { takeFirstDeliveries } from './stock/first-deliveries.sql.ts'
import { createClock, type Clock } from './stock/moment.ts'
import { createStock } from './stock/stock.ts'
import { createStockStore } from './stock/stock-store.sql.ts'
import { refuseWrongLedger } from './stock/verify-ledger.sql.ts'
import { createCheckCluster } from './verification/check-cluster.ts'
import { createCheckMission } from './verification/check-mission.ts'
import { createConnectionCookie } from './verification/connection-cookie.routes.ts'
import { createPassByHand } from './verification/pass-by-hand.ts'
import { createVerificationStore } from './verification/verification-store.sql.ts'

/**
 * Puts the booth together: the one place where ports meet implementations.
 * @throws Error when the stock's counters and its ledger differ: the booth refuses to run on numbers that lie
 */
export async function compose(config: Config, event: Event, outside: Outside) {
  const { storage, secrets, now, pick } = outside
  const clock = createClock(now, event)
  await takeFirstDeliveries(storage, event, clock())
  await refuseWrongLedger(storage)
  const cookies = createCookieJar(config)
  const feed = composeFeed(outside)
  const registration = composeRegistration(event, outside)
  const desk = composeClaims(event, { ...outside, clock })
  return {
    config,
    event,
    ...outside,
    hashOf,
    cookies,
    publicOrigin: config.publicOrigin,
    ...composePages(config, event, { cookies, pick }),
    ...registration,
    ...composeVerification(event, { ...outside, ...registration }),
    connectionCookie: createConnectionCookie({ cookies, secrets }),
    ...desk,
    ...composeStaff(outside),
    ...composeLimits(),
    ...composeBoards(config, event, outside),
    feed,
    close: closing(outside, () => feed.stop(), keepTidy(outside, desk.claims.tidy)),
  }
}
export type Booth = Awaited<ReturnType<typeof compose>>

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
function closing({ storage }: Outside, stopFeed: () => Promise<void>, stopTidying: () => void) {
  return async () => {
    stopTidying()
    await stopFeed()
    await storage.close()
  }
}

const TIDY_EVERY_MS = 60_000

/** Gives overdue holds back once a minute. Numbers are right without it; people who wait are told sooner with it. */
function keepTidy({ everyTurn, now, log }: Outside, tidy: () => Promise<void>): () => void {
  let last = now().getTime()
  return everyTurn(() => {
    if (now().getTime() - last < TIDY_EVERY_MS) return
    last = now().getTime()
    tidy().catch((error: unknown) => {
      log.warn('holds could not be tidied; it is tried again', errorFields(error))
    })
  })
}

function composeRegistration(event: Event, outside: Outside) {
  const registrations = createRegistrationStore(outside.storage)
  const registering = {
    ...outside,
    registrations,
    hashOf,
    eventId: event.id,
    hashOfShortCode: (code: string) => outside.secrets.fingerprint(code, 'short code'),
  }
  return {
    registrations,
    register: createRegister(registering),
    newDoor: createNewDoor(registering),
    open: createOpenWithShortCode(registering),
  }
}

function composeVerification(
  { mission, id }: Event,
  outside: Outside & { registrations: RegistrationStore },
) {
  const verifications = createVerificationStore(outside.storage)
  return {
    verifications,
    hasPassed: async (registrationId: string) =>
      (await verifications.passOf(registrationId)) !== undefined,
    checkMission: createCheckMission({
      ...outside,
      checkCluster: createCheckCluster(outside),
      verifications,
      fingerprint: (text) => outside.secrets.fingerprint(text, 'identity'),
      onUnknown: (code, fingerprint) => {
        outside.log.error('an answer nobody can name', { code, fingerprint })
      },
      mission,
      eventId: id,
    }),
    passByHand: createPassByHand({ ...outside, verifications, mission }),
  }
}

function composeClaims(event: Event, outside: Outside & { clock: Clock }) {
  const { storage, clock } = outside
  const stock = createStock({ stock: createStockStore(storage), clock })
  const claims = createClaims({ ...outside, claims: createClaimStore(storage), stock, event })
  return {
    stock,
    claims,
    /** What the mission page says of somebody's shirt. */
    claimStateOf: async (registrationId: string) => {
      const claim = await claims.claimOf(registrationId)
      const lives = claim !== undefined && !['expired', 'cancelled'].includes(claim.state)
      return {
        claimed: lives,
        collected: claim?.state === 'handed',
        ...(lives && { colour: claim.shirt.colour }),
      }
    },
  }
}

function composeBoards(config: Config, event: Event, { storage, policy }: Outside) {
  return {
    wall: createWallStore(storage),
    room: createRoomStore(storage),
    streams: createLiveStreams(),
    cameraPossible: config.secure || new URL(config.publicOrigin).hostname === 'localhost',
    health: {
      about: { event: event.id, verification: policy.mode, rehearsal: config.rehearsal },
      ready: () => storage.read.selectFrom('setting').select('key').limit(1).execute(),
    },
  }
}

function composeStaff({ storage, secrets, ...ports }: Outside) {
  const staff = createStaffStore(storage)
  const enrolling = { ...ports, staff, hashOf }
  return {
    staff,
    newEnrolmentLink: createEnrolmentLink(enrolling),
    findEnrolment: createFindEnrolment(enrolling),
    enrol: createEnrol(enrolling),
    formToken: (sessionHash: string) => secrets.fingerprint(sessionHash, 'form token'),
  }
}
