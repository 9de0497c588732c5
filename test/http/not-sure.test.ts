import { expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { answerOf, claimedAttendee } from '../support/attendee.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'

/** From now on every tap runs through, and its commit fails: the trigger's row is found wrong at the commit only. */
async function breakCommits({ storage }: TestBooth) {
  const run = (statement: string) => storage.write((tx) => sql.raw(statement).execute(tx))
  await run(`create table emptiness (id text primary key)`)
  await run(`create table broken (id text references emptiness (id) deferrable initially deferred)`)
  await run(
    `create trigger break_commits after insert on scan begin insert into broken values ('nowhere'); end`,
  )
  return { mend: () => run('drop trigger break_commits') }
}

test('a commit that fails is "not sure", never "no"; the same tap again learns the truth', async () => {
  const booth = await openTestBooth()
  const phone = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Kim')
  const { code } = await claimedAttendee(booth, { nickname: 'Ann' })
  const found = await (await phone.open('/staff')).submit({ code }, { to: '/staff/look-ups' })

  const { mend } = await breakCommits(booth)
  const unsure = await found.submit({}, { to: '/staff/hand-overs' })
  expect([unsure.status, answerOf(unsure)]).toEqual([503, undefined])
  expect(unsure.text).toContain('We are not sure that this was saved')
  expect(booth.log.filter((line) => line.includes('"error.type":"OutcomeUnknown"'))).toHaveLength(1)

  await mend()
  const green = await found.submit({}, { to: '/staff/hand-overs' })
  expect([green.status, answerOf(green)]).toEqual([200, 'handed-over'])
})
