import type { Selectable, Transaction } from 'kysely'
import { appendToJournal } from '../journal/append-to-journal.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import type { Tables } from '../storage/tables.ts'
import { attemptsOf, rememberedOf, writeAttempt } from './attempts.sql.ts'
import type { Oddity } from './diagnosis/find-oddities.ts'
import type { Hint } from './diagnosis/verdict.ts'
import type {
  Identity,
  KeptPass,
  Pass,
  PassRules,
  PassToRecord,
  RecordedPass,
  VerificationStore,
} from './verification-store.ts'

export function createVerificationStore(storage: Storage): VerificationStore {
  return {
    recordAttempt: (attempt) => storage.write((tx) => writeAttempt(tx, attempt)),
    attemptsOf: (registrationId, most) => attemptsOf(storage, registrationId, most),
    rememberedOf: (registrationId) => rememberedOf(storage, registrationId),
    recordPass: (pass) => recordPass(storage, pass),
    passesOf: (registrationId) => passesOf(storage, registrationId),
    passOf: async (registrationId) => (await passesOf(storage, registrationId))[0],
  }
}

async function passesOf(storage: Storage, registrationId: string): Promise<readonly KeptPass[]> {
  const rows = await storage.read
    .selectFrom('pass')
    .selectAll()
    .where('registration_id', '=', registrationId)
    .orderBy('passed_at')
    .orderBy('mission')
    .execute()
  return rows.map(toPass)
}

/** Ends the transaction when an identity is used up, so that nothing of the pass is kept. */
class IdentityUsed extends Error {
  readonly by: Identity['kind']

  constructor(by: Identity['kind']) {
    super(`${by} used up`)
    this.by = by
  }
}

async function recordPass(storage: Storage, toRecord: PassToRecord): Promise<RecordedPass> {
  try {
    return await storage.write((tx) => writePass(tx, toRecord))
  } catch (error) {
    if (error instanceof IdentityUsed) return { kind: 'used', by: error.by }
    throw error
  }
}

async function writePass(tx: Transaction<Tables>, toRecord: PassToRecord): Promise<RecordedPass> {
  const { registrationId, pass, rules, byHand, also = [] } = toRecord
  if (!(await insertPass(tx, toRecord, { mission: pass.mission, rules })))
    return { kind: 'already-passed' }
  await takeSlots(tx, toRecord)
  for (const other of also) await insertPass(tx, toRecord, other)
  await appendToJournal(tx, {
    kind: byHand ? 'passed-by-hand' : 'passed',
    at: pass.passedAt,
    registrationId,
    ...(byHand && { by: { person: byHand.person, device: byHand.device } }),
    data: toNews(pass),
  })
  return { kind: 'passed' }
}

function toNews({ mission, documents, seconds, oddities }: Pass) {
  const odd = oddities.map(({ kind }) => kind).join()
  return { mission, documents, seconds, ...(odd !== '' && { odd }) }
}

/** What several identities have used up is told as the widest of them. */
const WIDEST_FIRST = ['cluster', 'host', 'agent'] as const

/** In one order everywhere, so that two passes never wait for each other. */
async function takeSlots(
  tx: Transaction<Tables>,
  { identities, registrationId }: PassToRecord,
): Promise<void> {
  const used = new Set<Identity['kind']>()
  for (const identity of identities.toSorted((a, b) => (a.hmac < b.hmac ? -1 : 1)))
    if (!(await takeSlot(tx, identity, registrationId))) used.add(identity.kind)
  const widest = WIDEST_FIRST.find((kind) => used.has(kind))
  if (widest) throw new IdentityUsed(widest)
}

/** @returns false when this mission was passed before: that pass is final */
async function insertPass(
  tx: Transaction<Tables>,
  { registrationId, pass, byHand }: PassToRecord,
  { mission, rules }: { mission: string; rules: PassRules },
): Promise<boolean> {
  const added = await tx
    .insertInto('pass')
    .values({
      ...toRow(pass),
      registration_id: registrationId,
      mission,
      rules: JSON.stringify(rules),
      ...(byHand ?? NOBODY),
    })
    .onConflict((conflict) => conflict.columns(['registration_id', 'mission']).doNothing())
    .executeTakeFirst()
  return Number(added.numInsertedOrUpdatedRows) === 1
}

/** An identity has as many slots as people may pass on it; the primary key decides who gets the last one. Whoever passed one mission on it goes on to another with it. */
async function takeSlot(
  tx: Transaction<Tables>,
  { kind, hmac, limit }: Identity,
  registrationId: string,
): Promise<boolean> {
  const own = await tx
    .selectFrom('identity')
    .select('slot')
    .where('kind', '=', kind)
    .where('hmac', '=', hmac)
    .where('registration_id', '=', registrationId)
    .executeTakeFirst()
  if (own) return true
  for (let slot = 0; slot < limit; slot++) {
    const taken = await tx
      .insertInto('identity')
      .values({ kind, hmac, slot, registration_id: registrationId })
      .onConflict((conflict) => conflict.columns(['kind', 'hmac', 'slot']).doNothing())
      .executeTakeFirst()
    if (Number(taken.numInsertedOrUpdatedRows) === 1) return true
  }
  return false
}

function toRow(pass: Pass) {
  return {
    verdict: pass.verdict,
    passed_at: pass.passedAt,
    cluster: pass.cluster,
    hosts: JSON.stringify(pass.hosts),
    documents: pass.documents,
    seconds: pass.seconds,
    metricsets: JSON.stringify(pass.metricsets),
    hints: JSON.stringify(pass.hints),
    oddities: JSON.stringify(pass.oddities),
  }
}

/** The mission was checked by us, not accepted by a person. */
const NOBODY = { person: null, device: null, reason: null }

function toPass(row: Selectable<Tables['pass']>): KeptPass {
  return {
    mission: row.mission,
    verdict: row.verdict as Pass['verdict'],
    passedAt: row.passed_at,
    cluster: row.cluster,
    hosts: JSON.parse(row.hosts) as string[],
    documents: row.documents,
    seconds: row.seconds,
    metricsets: JSON.parse(row.metricsets) as string[],
    hints: JSON.parse(row.hints) as Hint[],
    oddities: JSON.parse(row.oddities) as Oddity[],
    rules: JSON.parse(row.rules) as PassRules,
  }
}
