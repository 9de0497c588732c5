import { pbkdf2 } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { afterEach, expect, test } from '@jest/globals'
import {
  createHostResolver,
  resolveHost,
} from '../../../src/verification/connection/resolve-host.ts'

const servers: ReturnType<typeof createSocket>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A name server that receives questions and answers as told, on 127.0.0.1. */
async function startNameServer(answer: (question: Buffer) => Buffer | undefined) {
  const server = createSocket('udp4')
  servers.push(server)
  const questions: Buffer[] = []
  server.on('message', (question, from) => {
    questions.push(question)
    const said = answer(question)
    if (said) server.send(said, from.port, from.address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  return { address: `127.0.0.1:${server.address().port}`, questions }
}

/** RFC 1035: the question comes back, with one address record that points at its name. */
function answerA(question: Buffer, address: readonly number[]): Buffer {
  const end = question.indexOf(0, 12) + 5
  const isA = question.readUInt16BE(end - 4) === 1
  const head = Buffer.from([
    ...question.subarray(0, 2),
    0x81,
    0x80,
    0,
    1,
    0,
    isA ? 1 : 0,
    0,
    0,
    0,
    0,
  ])
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address])
  return Buffer.concat([head, question.subarray(12, end), isA ? record : Buffer.alloc(0)])
}

test('asks a real name server for A and AAAA', async () => {
  const { address, questions } = await startNameServer((question) =>
    answerA(question, [93, 184, 216, 34]),
  )
  const resolver = createHostResolver({ nameMs: 2_000, servers: [address] })
  expect(await resolveHost('x.found.io', resolver, 2_000)).toEqual(['93.184.216.34'])
  expect(questions).toHaveLength(2)
})

test('D31: silent name servers are asked once and hold no worker thread', async () => {
  const { address, questions } = await startNameServer(() => undefined)
  const resolver = createHostResolver({ nameMs: 300, servers: [address] })
  let settled = 0
  const waiting = Array.from({ length: 8 }, (_, n) =>
    resolveHost(`h${n}.found.io`, resolver, 20_000).catch((error: unknown) => {
      settled += 1
      return String(error)
    }),
  )
  // A staff login hashes on one of the four worker threads.
  await promisify(pbkdf2)('pin', 'salt', 1, 32, 'sha256')
  expect(settled).toBe(0)
  expect(await Promise.all(waiting)).toEqual(Array(8).fill('GuardFault: unreachable'))
  expect(questions).toHaveLength(16)
})
