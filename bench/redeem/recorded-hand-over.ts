import type { CompiledQuery, KyselyPlugin } from 'kysely'
import { createClaimStore } from '../../src/claims/claim-store.sql.ts'
import { parseClaimCode } from '../../src/claims/claim-code.ts'
import { createClock } from '../../src/stock/moment.ts'
import type { Storage } from '../../src/storage/open-storage.ts'
import { eventFor } from './filled-booth.ts'

/** A statement as the product sends it, and what each of its values is made of. */
export type Recorded = { sql: string; values: readonly unknown[] }

/** Words that stand in the values of a recorded hand-over for what differs from tap to tap. */
export const NAMES = ['scanId', 'code', 'claim', 'sku', 'registration'] as const
export type Name = (typeof NAMES)[number]

const marker = (name: Name) => `{${name}}`

/** Hands `code` over once, and notes the very statements this takes. */
export async function recordHandOver(storage: Storage, typed: string): Promise<Recorded[]> {
  const code = parseClaimCode(typed)
  const claim = await storage.read
    .selectFrom('claim')
    .selectAll()
    .where('code', '=', typed)
    .executeTakeFirstOrThrow()
  const heard: CompiledQuery[] = []
  const event = eventFor(1)
  const scanId = 'recorded-scan-000000000'
  await createClaimStore(listening(storage, heard), event).handOver({
    ...{ scanId, code: code!, event: event.id, by: { person: 'p', device: 'd', role: 'scan' } },
    moment: createClock(() => new Date(), event)(),
  })
  const real: Record<Name, string> = {
    ...{ scanId, code: typed, claim: claim.id, sku: claim.sku },
    registration: claim.registration_id ?? '',
  }
  return heard.map(({ sql, parameters }) => ({
    sql,
    values: parameters.map((value) => (typeof value === 'string' ? named(value, real) : value)),
  }))
}

function named(value: string, real: Record<Name, string>): string {
  return NAMES.reduce((text, name) => text.replaceAll(real[name], marker(name)), value)
}

/** The value for one tap. */
export function valueOf(value: unknown, tap: Record<Name, string>): unknown {
  if (typeof value !== 'string' || !value.includes('{')) return value
  return NAMES.reduce((text, name) => text.replaceAll(marker(name), tap[name]), value)
}

function listening(storage: Storage, heard: CompiledQuery[]): Storage {
  const write: Storage['write'] = (work) =>
    storage.write((tx) => {
      const plugin: KyselyPlugin = {
        transformQuery: ({ node, queryId }) => {
          heard.push(tx.getExecutor().compileQuery(node, queryId))
          return node
        },
        transformResult: ({ result }) => Promise.resolve(result),
      }
      return work(tx.withPlugin(plugin))
    })
  return { ...storage, write }
}
