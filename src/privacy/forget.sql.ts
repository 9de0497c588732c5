import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Tables } from '../storage/tables.ts'
import { personalData, type Care, type Fate, type Owner } from './personal-data.ts'

type Table = keyof Tables

const tables = Object.entries(personalData) as [Table, Care<Record<string, unknown>>][]

/** One person's rows say nothing of them from now on. */
export async function forgetPerson(tx: Transaction<Tables>, registrationId: string): Promise<void> {
  for (const [table, care] of tables)
    if (care.when === 'at-once' && care.owner !== 'nobody')
      await forgetRows(tx, { table, care, where: rowsOf(care.owner, registrationId) })
}

/** Nobody's name is left in any table. */
export async function forgetEverybody(tx: Transaction<Tables>): Promise<void> {
  for (const [table, care] of tables) await forgetRows(tx, { table, care })
}

type Forgetting = {
  table: Table
  care: Care<Record<string, unknown>>
  where?: RawBuilder<unknown>
}

async function forgetRows(tx: Transaction<Tables>, { table, care, where }: Forgetting) {
  const only = where ? sql`where ${where}` : sql``
  if (care.becomes === 'rows deleted') {
    await sql`delete from ${sql.table(table)} ${only}`.execute(tx)
    return
  }
  const changes = Object.entries(care.becomes).flatMap(([column, fate]) => change(column, fate))
  if (changes.length > 0)
    await sql`update ${sql.table(table)} set ${sql.join(changes)} ${only}`.execute(tx)
}

function change(column: string, fate: Fate): RawBuilder<unknown>[] {
  return fate === 'kept' ? [] : [sql`${sql.ref(column)} = ${AFTERWARDS[fate](column)}`]
}

const AFTERWARDS: Readonly<Record<Exclude<Fate, 'kept'>, (column: string) => RawBuilder<unknown>>> =
  {
    blank: () => sql`''`,
    none: () => sql`null`,
    'blank-if-there': (column) => sql`case when ${sql.ref(column)} is null then null else '' end`,
    'empty-list': () => sql`'[]'`,
    'empty-object': () => sql`'{}'`,
    // Unique as the id is, and no text that a tag could be.
    unnamed: () => sql`'deleted ' || id`,
  }

function rowsOf(owner: Exclude<Owner, 'nobody'>, registrationId: string): RawBuilder<unknown> {
  if (owner === 'claim_id')
    return sql`claim_id in (select id from claim where registration_id = ${registrationId})`
  return sql`${sql.ref(owner)} = ${registrationId}`
}
