import type { DatabasePlace } from '../../src/platform/database/open-database.ts'
import { openStorage, type Storage } from '../../src/storage/open-storage.ts'
import { checkInvariants } from '../../src/commands/check-invariants.ts'
import { lead, newScanId, openClaimsBooth, reserveFor } from '../support/claims-booth.ts'
import type { DeskAnswer, DeskTask } from '../support/desk-process.ts'

/** What the database says of one code now. */
type Standing = { code: string; handedScan: string | null }

/** So many people with a shirt reserved each, at a new place that nobody has open afterwards. @returns their codes */
export async function prepareDesk(place: DatabasePlace, people: number): Promise<string[]> {
  const booth = await openClaimsBooth(place, { stock: { 'black-M': people + 20 } })
  const codes = await Promise.all(
    Array.from({ length: people }, (_, number) => reserveFor(booth, `person-${number}`, 'black-M')),
  )
  await booth.storage.close()
  return codes
}

/** A desk's day in endless turns: every code is handed over, then taken back, and so on, each tap with an id of its own. */
export function turns(standings: readonly Standing[], count: number): DeskTask[] {
  const held = new Map(standings.map(({ code, handedScan }) => [code, handedScan]))
  return Array.from({ length: count }, (_, n) => {
    const { code } = standings[n % standings.length]!
    const handOver = held.get(code)
    const scanId = `turn-${newScanId()}`
    held.set(code, handOver ? null : scanId)
    return handOver
      ? { n, use: 'undo', ask: { scanId, by: lead, handOver } }
      : { n, use: 'handOver', ask: { scanId, typed: code, by: lead } }
  })
}

export function standingsOf(codes: readonly string[]): Standing[] {
  return codes.map((code) => ({ code, handedScan: null }))
}

/** What a new process finds in the database after the fault. */
export type Found = {
  standings: Standing[]
  /** Scan ids that were answered, whose answer or effect is not there. */
  lost: string[]
  /** Scan ids of taps without an answer that are there all the same. */
  unanswered: string[]
  broken: string[]
}

/** Opens the place anew and compares it with what was asked and answered. */
export async function findAfterwards(
  place: DatabasePlace,
  asked: readonly DeskTask[],
  answers: readonly DeskAnswer[],
): Promise<Found> {
  const storage = await openStorage(place)
  try {
    return await compare(storage, asked, answers)
  } finally {
    await storage.close()
  }
}

async function compare(
  storage: Storage,
  asked: readonly DeskTask[],
  answers: readonly DeskAnswer[],
): Promise<Found> {
  const idOf = (n: number) => (asked[n]!.ask as { scanId: string }).scanId
  const answered = answers
    .filter(({ outcome }) => outcome)
    .map(({ n, outcome }) => ({ scanId: idOf(n), verdict: outcome!.kind }))
  const kept = await effects(storage)
  const known = new Set(answered.map(({ scanId }) => scanId))
  const all = new Set(asked.map(({ n }) => idOf(n)))
  const lines: string[] = []
  await checkInvariants({ storage, write: (line) => lines.push(line) })
  return {
    standings: await storage.read
      .selectFrom('claim')
      .select(['code', 'handed_scan as handedScan'])
      .execute(),
    lost: answered
      .filter(({ scanId, verdict }) => kept.get(scanId) !== verdict)
      .map(({ scanId }) => scanId),
    unanswered: [...kept.keys()].filter((scanId) => all.has(scanId) && !known.has(scanId)),
    broken: lines.filter((line) => !/^I\d ok/.test(line)),
  }
}

/** Verdicts by scan id, of taps whose movement is in the ledger too. */
async function effects({ read }: Storage): Promise<Map<string, string>> {
  const rows = await read
    .selectFrom('scan')
    .innerJoin('movement', 'movement.scan_id', 'scan.scan_id')
    .select(['scan.scan_id', 'scan.verdict'])
    .execute()
  return new Map(rows.map(({ scan_id, verdict }) => [scan_id, verdict]))
}

/** Answers that are neither the expected outcome nor "unknown". */
export function surprises(answers: readonly DeskAnswer[]): DeskAnswer[] {
  return answers.filter(({ outcome }) => outcome && !/^(handed-over|undone)$/.test(outcome.kind))
}
