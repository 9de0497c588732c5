import type { Kysely, Transaction } from 'kysely'
import { compiledOnce } from '../platform/database/compiled-once.ts'
import { book } from '../stock/booking.sql.ts'
import { redeemOne } from '../stock/movement.ts'
import { keepTap, storedAnswer, type KeptTap } from '../stock/once-per-tap.sql.ts'
import { findLine } from '../stock/overview.sql.ts'
import { ChangedMeanwhile, untilUnchanged } from '../stock/refused.ts'
import { tellOfClaim } from '../stock/tell-of-claim.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import type { CodeTap } from './claim-store.ts'
import type { HandOverOutcome } from './hand-over.ts'
import { findClaimByCode, handedBy, ownerOf, tapped } from './read-claim.sql.ts'
import type { Claim } from './claim.ts'

type Asked = CodeTap & { pickedUpBy?: string }

/** The scan id turned out to be taken after the claim was written: nothing of this tap may stay. */
class ScanIdTaken extends Error {}

/** One conditional UPDATE names the winner; a winner's transaction is five statements: claim, scan, journal, movement, stock. */
export async function handOver(storage: Storage, asked: Asked): Promise<HandOverOutcome> {
  const tap: KeptTap = { ...asked, action: 'hand-over', subject: asked.code, at: asked.moment.at }
  try {
    return await untilUnchanged(() =>
      storage.write(async (tx) => (await win(tx, asked, tap)) ?? (await lose(tx, asked, tap))),
    )
  } catch (error) {
    if (error instanceof ScanIdTaken) return repeat(storage.read, tap)
    throw error
  }
}

async function win(
  tx: Transaction<Tables>,
  asked: Asked,
  tap: KeptTap,
): Promise<HandOverOutcome | undefined> {
  const { code, event, moment, pickedUpBy = null } = asked
  const { rows } = await takeClaim(tx, { ...handedBy(tap, moment.at), code, event, pickedUpBy })
  const [claim] = rows
  if (!claim) return undefined

  const { sku } = claim
  const outcome = { kind: 'handed-over', claim: tapped(claim), at: moment.at } as const
  if (!(await keepTap(tx, tap, outcome))) throw new ScanIdTaken()
  await tellOfClaim(tx, { kind: 'handed-over', at: moment.at, claim, tap, data: { sku } })
  // It changes neither what is available nor who waits, so it needs no lock of the sku.
  await book({ tx, moment, movements: [redeemOne(sku, claim.id, tap)] })
  return { ...outcome, ...ownerOf(claim), ...(pickedUpBy !== null && { pickedUpBy }) }
}

type Taken = ReturnType<typeof handedBy> & {
  code: string
  event: string
  pickedUpBy: string | null
}

const takeClaim = compiledOnce((db: Kysely<Tables>, { code, event, pickedUpBy, ...facts }: Taken) =>
  db
    .updateTable('claim')
    .set({ ...facts, picked_up_by: pickedUpBy })
    .where('code', '=', code)
    .where('event', '=', event)
    .where('state', '=', 'reserved')
    .where('expires_at', '>', facts.handed_at)
    .returning(['id', 'sku', 'registration_id'])
    .returning((row) => [
      row
        .selectFrom('registration')
        .select('tag')
        .whereRef('registration.id', '=', 'claim.registration_id')
        .as('tag'),
      row
        .selectFrom('registration')
        .select('nickname')
        .whereRef('registration.id', '=', 'claim.registration_id')
        .as('nickname'),
    ]),
)

async function lose(tx: Transaction<Tables>, asked: Asked, tap: KeptTap): Promise<HandOverOutcome> {
  const claim = await findClaimByCode(tx, asked.code, asked.moment.at)
  const outcome = claim ? await refusalOf(tx, claim, asked) : ({ kind: 'unknown-code' } as const)
  return (await keepTap(tx, tap, outcome)) ? outcome : repeat(tx, tap)
}

async function repeat(
  db: Transaction<Tables> | Storage['read'],
  tap: KeptTap,
): Promise<HandOverOutcome> {
  return withStanding(db, tap, await storedAnswer<HandOverOutcome>(db, tap))
}

/** A repeated green says whether the hand-over still stands: it may have been undone since. */
export async function withStanding(
  db: Transaction<Tables> | Storage['read'],
  tap: KeptTap,
  answer: HandOverOutcome,
): Promise<HandOverOutcome> {
  if (answer.kind !== 'handed-over' || !answer.repeated) return answer
  const now = await db
    .selectFrom('claim')
    .select('handed_scan')
    .where('id', '=', answer.claim.id)
    .executeTakeFirst()
  return now?.handed_scan === tap.scanId ? answer : { ...answer, stillHanded: false }
}

/** Why a tap did not win. @throws ChangedMeanwhile when the claim could be handed over after all: the tap goes again */
export async function refusalOf(
  tx: Transaction<Tables>,
  claim: Claim,
  { by, event, moment }: Asked,
): Promise<HandOverOutcome> {
  const { state } = claim
  if (claim.event !== event) return { kind: 'other-event' }
  switch (state) {
    case 'reserved':
      throw new ChangedMeanwhile()
    case 'handed':
      return alreadyHanded(claim, by.device)
    case 'expired': {
      const line = await findLine(tx, claim.sku, moment.at)
      const unitLeft = line !== undefined && line.left > 0
      return { kind: 'expired', claim: tapped(claim), unitLeft }
    }
    case 'waiting':
    case 'cancelled':
      return { kind: state, claim: tapped(claim) }
  }
}

function alreadyHanded(claim: Claim, device: string): HandOverOutcome {
  const { handOver } = claim
  if (!handOver) throw new Error('a claim is handed over, but nobody did it')
  const thisPhone = handOver.device.id === device
  return { kind: 'already-handed-over', claim: tapped(claim), handOver, thisPhone }
}
