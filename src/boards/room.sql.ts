import { sql } from 'kysely'
import type { Storage } from '../storage/open-storage.ts'
import type { Oddity } from '../verification/diagnosis/find-oddities.ts'
import type { CauseParams } from '../verification/diagnosis/verdict.ts'
import type { OddPass, RoomStore, Stuck } from './room.ts'

type Row = {
  id: string
  nickname: string
  tag: string
  mission: string | null
  code: string | null
  params: string | null
  since: string
  last_at: string
}

export function createRoomStore(storage: Storage): RoomStore {
  return {
    stuck: async (after, most) => {
      const { rows } = await sql<Row>`
        select registration.id, registration.nickname, registration.tag, registration.mission, told.code, told.params,
               coalesce(told.first_at, registration.created_at) as since,
               coalesce(told.last_at, registration.created_at) as last_at
        from registration
        left join attempt as told on told.id = (
          select id from attempt where attempt.registration_id = registration.id
          order by last_at desc limit 1)
        where registration.erased_at is null
          and not exists (select 1 from pass where pass.registration_id = registration.id)
          and coalesce(told.last_at, registration.created_at) > ${after}
        order by since
        limit ${most}
      `.execute(storage.read)
      return rows.map(toStuck)
    },
    oddPasses: (after, most) => oddPasses(storage, after, most),
  }
}

/** One line a person: other missions met by the same evidence are as odd. */
async function oddPasses(
  { read }: Storage,
  after: string,
  most: number,
): Promise<readonly OddPass[]> {
  const rows = await read
    .selectFrom('pass')
    .innerJoin('registration', 'registration.id', 'pass.registration_id')
    .select(['registration_id', 'nickname', 'tag', 'passed_at', 'oddities'])
    .where('oddities', '!=', '[]')
    .where('erased_at', 'is', null)
    .where('passed_at', '>', after)
    .orderBy('passed_at', 'desc')
    .limit(most)
    .execute()
  const once = new Map(rows.map((row) => [row.registration_id, row]))
  return [...once.values()].map(({ nickname, tag, passed_at, oddities }) => ({
    nickname,
    tag,
    passedAt: passed_at,
    oddities: JSON.parse(oddities) as Oddity[],
  }))
}

function toStuck({ id, nickname, tag, mission, code, params, since, last_at }: Row): Stuck {
  return {
    registrationId: id,
    nickname,
    tag,
    ...(mission !== null && { mission }),
    ...(code !== null && { code }),
    params: params === null ? {} : (JSON.parse(params) as CauseParams),
    since,
    lastAt: last_at,
  }
}
