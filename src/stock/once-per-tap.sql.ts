import type { Kysely, Transaction } from 'kysely'
import { compiledOnce } from '../platform/database/compiled-once.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { NotEnoughUnits, Refused, untilUnchanged } from './refused.ts'
import type { Sku } from './sku.ts'
import type { Misuse, Tap } from './tap.ts'

/** A tap as it is kept. `subject` names what it is about: the same id for another action or subject is misuse. */
export type KeptTap = Tap & { action: string; subject?: string; claimId?: string; at: string }

type Answered = { kind: string; claim?: { id: string } }

/** `repeated`: the stored answer of an earlier tap with the same scan id. */
export type Repeatable<Outcome> = (Outcome & { repeated?: true }) | Misuse

type Once<Outcome> = {
  storage: Storage
  tap: KeptTap
  work: (tx: Transaction<Tables>) => Promise<Outcome>
  /** The outcome when a counter has too few units. */
  ifNotEnough: (sku: Sku) => Outcome
}

/** Does `work` at most once for a scan id; the same tap again gets the stored answer, after a restart too. */
export async function oncePerTap<Outcome extends Answered>(
  once: Once<Outcome>,
): Promise<Repeatable<Outcome>> {
  const { storage, tap, work, ifNotEnough } = once
  try {
    return await untilUnchanged(() =>
      storage.write(async (tx) => {
        if (!(await keepTap(tx, tap, { kind: 'begun' }))) return storedAnswer<Outcome>(tx, tap)
        const outcome = await work(tx)
        await answerTap(tx, tap, outcome)
        return outcome
      }),
    )
  } catch (error) {
    const outcome = refusalIn(error, ifNotEnough)
    // Nothing of the work was written; the refusal is kept by itself.
    return storage.write(async (tx) =>
      (await keepTap(tx, tap, outcome)) ? outcome : storedAnswer<Outcome>(tx, tap),
    )
  }
}

/** Writes the tap's row with its answer; false when the scan id is taken (waiting for whoever is writing it). */
export async function keepTap(
  tx: Transaction<Tables>,
  tap: KeptTap,
  outcome: Answered,
): Promise<boolean> {
  const { numAffectedRows } = await insertScan(tx, {
    scan_id: tap.scanId,
    action: tap.action,
    code_ref: tap.subject ?? null,
    claim_id: tap.claimId ?? outcome.claim?.id ?? null,
    person: tap.by.person,
    device: tap.by.device,
    client_at: tap.clientAt ?? null,
    at: tap.at,
    verdict: outcome.kind,
    answer: JSON.stringify(outcome),
  })
  return Number(numAffectedRows) === 1
}

const insertScan = compiledOnce((db: Kysely<Tables>, scan: Tables['scan']) =>
  db
    .insertInto('scan')
    .values(scan)
    .onConflict((taken) => taken.doNothing()),
)

/** What the scan id was answered before, or misuse. */
export async function storedAnswer<Outcome>(
  db: Pick<Transaction<Tables>, 'selectFrom'>,
  { scanId, action, subject }: KeptTap,
): Promise<Repeatable<Outcome>> {
  const row = await db
    .selectFrom('scan')
    .select(['action', 'code_ref', 'answer'])
    .where('scan_id', '=', scanId)
    .executeTakeFirstOrThrow()
  if (row.action !== action || row.code_ref !== (subject ?? null)) return { kind: 'misuse' }
  return { ...(JSON.parse(row.answer) as Outcome), repeated: true }
}

async function answerTap(tx: Transaction<Tables>, tap: KeptTap, outcome: Answered) {
  await tx
    .updateTable('scan')
    .set({
      verdict: outcome.kind,
      answer: JSON.stringify(outcome),
      ...(outcome.claim && { claim_id: outcome.claim.id }),
    })
    .where('scan_id', '=', tap.scanId)
    .execute()
}

function refusalIn<Outcome>(error: unknown, ifNotEnough: (sku: Sku) => Outcome): Outcome {
  if (error instanceof NotEnoughUnits) return ifNotEnough(error.sku)
  if (error instanceof Refused) return error.outcome as Outcome
  throw error
}
