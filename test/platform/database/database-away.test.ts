import { connect, createServer, type AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { sayUnreachable } from '../../../src/platform/database/database-away.ts'

test('a name with two addresses that both refuse: what the organiser reads says so', async () => {
  const refused = await refusedTwice()
  expect(refused).toMatchObject({ name: 'AggregateError', message: '' })
  expect(() => sayUnreachable(refused)).toThrow(
    /^PostgreSQL cannot be reached, see DATABASE_URL: .*ECONNREFUSED/,
  )
})

/** As `localhost` does where it is ::1 and 127.0.0.1. */
async function refusedTwice(): Promise<unknown> {
  const port = await closedPort()
  return new Promise((resolve) => {
    connect({
      host: 'two.test',
      port,
      autoSelectFamily: true,
      lookup: (_name, _options, found) => {
        found(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '::1', family: 6 },
        ])
      },
    }).on('error', resolve)
  })
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
