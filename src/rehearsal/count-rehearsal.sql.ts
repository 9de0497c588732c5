import type { Storage } from '../storage/open-storage.ts'

/** How far people came, counted in the database. */
export type Tally = { registered: number; passed: number; claimed: number; handedOver: number }

/** Everybody counts once, however often they came or changed their mind. */
export async function countRehearsal({ read }: Storage): Promise<Tally> {
  const people = read.selectFrom('registration').select((row) => row.fn.countAll().as('count'))
  // Somebody may have passed several missions.
  const passes = read
    .selectFrom('pass')
    .select((row) => row.fn.count('registration_id').distinct().as('count'))
  const claims = read.selectFrom('claim').select((row) => row.fn.countAll().as('count'))
  const [registered, passed, claimed, handedOver] = await Promise.all([
    people.executeTakeFirstOrThrow(),
    passes.executeTakeFirstOrThrow(),
    // Everybody who ever held a shirt, whatever became of it.
    claims.where('reserved_at', 'is not', null).executeTakeFirstOrThrow(),
    claims.where('state', '=', 'handed').executeTakeFirstOrThrow(),
  ])
  return {
    registered: Number(registered.count),
    passed: Number(passed.count),
    claimed: Number(claimed.count),
    handedOver: Number(handedOver.count),
  }
}
