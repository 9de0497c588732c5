import { sql } from 'kysely'
import { parseTag } from '../registration/tag.ts'
import { keepTap, type KeptTap } from '../stock/once-per-tap.sql.ts'
import type { Storage } from '../storage/open-storage.ts'
import { parseClaimCode, type ClaimCode } from './claim-code.ts'
import type { Answer, Found, ScanToKeep } from './claim-store.ts'
import {
  findClaimByCode,
  findClaimOf,
  passedMissions,
  tapped,
  type Reader,
} from './read-claim.sql.ts'

/** Keeps a look-up or a refused tap. The answer is not kept: the same look-up again shows what is so now. */
export async function keepScan(
  storage: Storage,
  { code, verdict, ...scan }: ScanToKeep,
): Promise<'kept' | 'repeated' | 'misuse'> {
  const tap: KeptTap = { ...scan, ...(code !== undefined && { subject: code }) }
  return storage.write(async (tx) => {
    if (await keepTap(tx, tap, { kind: verdict })) return 'kept'
    const before = await tx
      .selectFrom('scan')
      .select(['action', 'code_ref'])
      .where('scan_id', '=', tap.scanId)
      .executeTakeFirstOrThrow()
    const same = before.action === tap.action && before.code_ref === (code ?? null)
    return same ? 'repeated' : 'misuse'
  })
}

const MOST_FOUND = 20

/** By code or tag exactly, else by part of a nickname; newest first. */
export async function search(
  { read }: Storage,
  text: string,
  at: string,
): Promise<readonly Found[]> {
  const code = parseClaimCode(text)
  const claim = code && (await findClaimByCode(read, code, at))
  if (claim) return [await withPasses(read, { claim, ...(claim.owner && { owner: claim.owner }) })]
  const owners = await read
    .selectFrom('registration')
    .select(['id', 'tag', 'nickname'])
    .where((row) => row.or([row('tag', '=', parseTag(text) ?? ''), nicknameHolds(text)]))
    .orderBy('created_at', 'desc')
    .limit(MOST_FOUND)
    .execute()
  return Promise.all(
    owners.map(async ({ id, tag, nickname }) => {
      const own = await findClaimOf(read, id, at)
      const owner = { registrationId: id, tag, nickname }
      return withPasses(read, { owner, ...(own && { claim: own }) })
    }),
  )
}

async function withPasses(read: Reader, found: Omit<Found, 'passed'>): Promise<Found> {
  const { owner } = found
  return { ...found, passed: owner ? await passedMissions(read, owner.registrationId) : [] }
}

/** The phone's own taps and look-ups, newest first. */
export async function lastAnswers(
  { read }: Storage,
  device: string,
  most: number,
): Promise<readonly Answer[]> {
  const rows = await answers(read)
    .where('scan.device', '=', device)
    .orderBy('scan.at', 'desc')
    .orderBy('scan.scan_id')
    .limit(most)
    .execute()
  return rows.map(toAnswer)
}

/** The kept tap or look-up with this scan id, of whatever phone. */
export async function findAnswer({ read }: Storage, scanId: string): Promise<Answer | undefined> {
  const row = await answers(read).where('scan.scan_id', '=', scanId).executeTakeFirst()
  return row && toAnswer(row)
}

function nicknameHolds(text: string) {
  const part = text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, String.raw`\$&`)
  return sql<boolean>`lower(nickname) like ${`%${part}%`} escape ${sql.lit('\\')}`
}

function answers(db: Reader) {
  return db
    .selectFrom('scan')
    .leftJoin('claim', 'claim.id', 'scan.claim_id')
    .leftJoin('registration', 'registration.id', 'claim.registration_id')
    .select(['scan_id', 'action', 'verdict', 'answer', 'at', 'device', 'claim_id'])
    .select(['claim.sku', 'claim.code', 'claim.handed_scan', 'registration.nickname'])
}

type AnswerRow = Awaited<ReturnType<ReturnType<typeof answers>['executeTakeFirstOrThrow']>>

function toAnswer(row: AnswerRow): Answer {
  const { scan_id, action, verdict, at, device, handed_scan } = row
  const claim = claimOfAnswer(row)
  return {
    scanId: scan_id,
    action,
    verdict,
    at,
    device,
    ...(claim && { claim }),
    ...(handed_scan === scan_id && { stands: true }),
  }
}

/** With the shirt it was then: it may have been swapped since. */
function claimOfAnswer({ claim_id, sku, code, nickname, answer }: AnswerRow): Answer['claim'] {
  if (claim_id === null || sku === null || code === null) return undefined
  const told = (JSON.parse(answer) as { claim?: { sku: string } }).claim
  const claim = { ...tapped({ id: claim_id, sku: told?.sku ?? sku }), code: code as ClaimCode }
  return nickname === null ? claim : { ...claim, nickname }
}
