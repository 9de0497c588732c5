import { randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { Secret } from '../../src/shared/secret.ts'
import { databases } from '../support/databases.ts'
import { causeOf, connect, outcomeOf, signUp } from '../support/attendee.ts'
import { openTestBooth } from '../support/test-booth.ts'

const postgres = databases.find(({ name }) => name === 'PostgreSQL')!

test('a second instance needs the first one’s secret, and is told so', async () => {
  const booth = await openTestBooth({ database: postgres })
  const secret = new Secret(randomBytes(32).toString('base64url'))
  await expect(openTestBooth({ beside: { ...booth, secret } })).rejects.toThrow(
    /another server\.secret\. Copy that file/,
  )
})

test('with it, a cluster that passed at one instance does not pass at the other', async () => {
  const booth = await openTestBooth({ database: postgres })
  const other = await openTestBooth({ beside: booth })
  const first = await signUp(booth, 'First')
  booth.ship(first.tag, { hostName: 'laptop-1' })
  expect(outcomeOf(await connect(booth, first))).toBe('passed')
  const second = await signUp(other, 'Second')
  booth.ship(second.tag, { hostName: 'laptop-2' })
  expect(causeOf(await connect(other, second))).toBe('MB-CLUSTER-USED')
})
