import { expect, test } from '@jest/globals'
import { diagnoseOnce } from '../../src/commands/diagnose.ts'
import { Secret } from '../../src/shared/secret.ts'
import { recorded } from '../verification/support/recorded.ts'
import { mission, NOW, playCluster, TAG } from '../verification/support/scripted-cluster.ts'

const origin = 'http://127.0.0.1:9208'
const encoded = 'dHJuaUFhSUJqczFIa2s0VWlucVo6eF9BYi0wMTIzNDU2Nzg5YWJjZGVmZw=='

async function printed(input: {
  target?: string
  key?: string
  probe?: string
  rehearsal?: string
}) {
  const lines: string[] = []
  const cluster = playCluster({ probe: recorded('9.5.3', input.probe ?? 'keyword-msearch2') })
  await diagnoseOnce({
    target: input.target ?? origin,
    rehearsal: input.rehearsal ?? origin,
    tag: TAG,
    key: new Secret(input.key ?? encoded),
    mission: { ...mission, documents: 3 },
    openExchange: cluster.openExchange,
    now: () => NOW,
    write: (line) => lines.push(line),
  })
  expect(lines).toHaveLength(1)
  return {
    line: lines[0] ?? '',
    answer: JSON.parse(lines[0] ?? '') as unknown,
    asked: cluster.asked,
  }
}

test('a mission that is done is printed as passed', async () => {
  const { answer } = await printed({})
  expect(answer).toEqual({
    outcome: 'passed',
    code: 'MB-PASSED',
    params: { documents: 4, seconds: 3595, metricsets: 4, hints: '' },
  })
})

test('no data is said at once: nobody will ask again', async () => {
  const { answer } = await printed({ probe: 'empty-msearch2' })
  expect(answer).toEqual({
    outcome: 'not-yet',
    code: 'MB-INDEX-EMPTY',
    params: { host: '127.0.0.1' },
  })
})

test('a refused address or key is named without asking anybody', async () => {
  const address = await printed({ target: 'https://cloud.elastic.co/deployments' })
  expect(address.answer).toEqual({ outcome: 'not-yet', code: 'MB-CONSOLE-ADDRESS', params: {} })
  const key = await printed({ key: encoded.slice(0, 50) })
  expect(key.answer).toEqual({ outcome: 'not-yet', code: 'MB-KEY-CUT-OFF', params: { missing: 8 } })
  expect([...address.asked, ...key.asked]).toEqual([])
})

test('loopback is refused unless it is the literal origin', async () => {
  const { answer, asked } = await printed({ rehearsal: 'http://127.0.0.1:9299' })
  expect(answer).toMatchObject({ outcome: 'not-yet', code: 'MB-ADDRESS-NOT-HTTPS' })
  expect(asked).toEqual([])
})

test('no key is right for a practice cluster without security, and for no other', async () => {
  expect((await printed({ key: '\n' })).answer).toMatchObject({ outcome: 'passed' })
  const cloud = await printed({ key: '\n', target: 'https://my.es.us-east-1.aws.found.io' })
  expect(cloud.answer).toMatchObject({ outcome: 'not-yet', code: 'MB-KEY-EMPTY' })
})

test('nothing of the key is printed', async () => {
  for (const probe of ['auth-wrong-secret', 'auth-unknown-id', 'index-msearch-nothing']) {
    expect((await printed({ probe })).line).not.toMatch(/trniAaIBjs|dHJuaUFh/)
  }
})
