import { sql } from 'kysely'
import type { Storage } from '../storage/open-storage.ts'
import { toShirt } from '../stock/sku.ts'
import type { CodeCount, WallNumbers, WallStore } from './wall.ts'

/** SQLite counts in numbers, PostgreSQL in text. */
type Count = number | string

const MOST_WALKERS = 30

export function createWallStore(storage: Storage): WallStore {
  return {
    numbers: async () => {
      const [totals, notPassed, first, latest] = await Promise.all([
        countTotals(storage),
        countNotPassed(storage),
        findFirst(storage),
        findLatest(storage),
      ])
      return { ...totals, notPassed, latest, ...(first && { first }) }
    },
  }
}

async function countTotals(storage: Storage) {
  const { rows } = await sql<Record<'registered' | 'passed' | 'collected', Count>>`
    select (select count(*) from registration) as registered,
           (select count(distinct registration_id) from pass) as passed,
           (select count(*) from claim where state = 'handed' and registration_id is not null) as collected
  `.execute(storage.read)
  const [row] = rows
  return {
    registered: Number(row?.registered ?? 0),
    passed: Number(row?.passed ?? 0),
    collected: Number(row?.collected ?? 0),
  }
}

async function countNotPassed(storage: Storage): Promise<CodeCount[]> {
  const { rows } = await sql<{ code: string | null; count: Count }>`
    select code, count(*) as count from (
      select (select code from attempt where attempt.registration_id = registration.id
              order by last_at desc limit 1) as code
      from registration
      where erased_at is null
        and not exists (select 1 from pass where pass.registration_id = registration.id)
    ) as told group by code
  `.execute(storage.read)
  return rows.map(({ code, count }) => ({ code: code ?? undefined, count: Number(count) }))
}

/** By the journal's order, which is the order of the passes themselves. */
function findFirst(storage: Storage): Promise<WallNumbers['first']> {
  return storage.read
    .selectFrom('journal')
    .innerJoin('registration', 'registration.id', 'journal.registration_id')
    .select(['registration.nickname', 'journal.at'])
    .where('journal.kind', '=', 'passed')
    .orderBy('journal.seq')
    .limit(1)
    .executeTakeFirst()
}

async function findLatest(storage: Storage): Promise<WallNumbers['latest']> {
  const { rows } = await sql<{
    id: string
    passed: number
    code: string | null
    state: string | null
    sku: string | null
  }>`
    select moved.id, claim.state, claim.sku,
           exists (select 1 from pass where pass.registration_id = moved.id) as passed,
           (select code from attempt where attempt.registration_id = moved.id order by last_at desc limit 1) as code
    from (select registration_id as id, max(seq) as seq from journal
          where registration_id in (select id from registration where erased_at is null) group by registration_id
          order by max(seq) desc limit ${MOST_WALKERS}) as moved
    left join claim on claim.registration_id = moved.id and claim.state in ('reserved', 'handed', 'waiting')
    order by moved.seq desc
  `.execute(storage.read)
  return rows.map(({ id, passed, code, state, sku }) => ({
    id,
    passed: Boolean(passed),
    collected: state === 'handed',
    ...(code !== null && { code }),
    ...(sku !== null && { colour: toShirt(sku).colour }),
  }))
}
