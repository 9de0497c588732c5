import { networkInterfaces } from 'node:os'
import { expect, test } from '@jest/globals'
import { Secret } from '../../../src/shared/secret.ts'
import { createOpenExchange } from '../../../src/verification/connection/cluster-exchange.ts'
import { listOwnAddresses } from '../../../src/verification/connection/own-addresses.ts'
import { startHostileCluster } from '../../support/hostile-cluster.ts'
import { askOnce, HOST, KEY, policyFor, SHORT } from '../../support/hostile-exchange.ts'
import { createScriptedResolver } from '../../support/scripted-resolver.ts'

const PUBLIC = '93.184.216.34'

/** D27 through production's own connection: the name resolves to `address`, and the organiser configured `ours`. */
async function askAt(address: string, ours: readonly string[], port = 443) {
  const kind = address.includes(':') ? 'aaaa' : 'a'
  const open = createOpenExchange({
    resolver: createScriptedResolver({ [kind]: [address] }),
    ownAddresses: () => listOwnAddresses(ours),
    policy: policyFor([port]),
    userAgent: 'booth-mission-test',
    bounds: SHORT,
  })
  const target = { scheme: 'https', host: HOST, port, rehearsal: false } as const
  return askOnce(open(target, new Secret(KEY)))
}

test('D27: the configured public address of our own is refused, and only then', async () => {
  expect(await askAt(PUBLIC, [PUBLIC])).toEqual({ kind: 'fault', fault: 'address_blocked' })
  // The same address, not ours, is dialled; whatever a network without internet makes of it.
  expect(await askAt(PUBLIC, [])).not.toMatchObject({ fault: 'address_blocked' })
})

test('D27: our own IPv6 address is refused however it is spelled', async () => {
  const own = '2a00:1450:4001:0::5'
  expect(await askAt('2A00:1450:4001::0005', [own])).toEqual({
    kind: 'fault',
    fault: 'address_blocked',
  })
})

test('D27: no interface of this machine gets a connection, whatever listens there', async () => {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  expect(addresses.length).toBeGreaterThan(0)
  const server = await startHostileCluster(() => undefined, undefined, { host: '0.0.0.0' })
  for (const { address } of addresses)
    expect(await askAt(address, [], server.port)).toEqual({
      kind: 'fault',
      fault: 'address_blocked',
    })
  expect(server.connections()).toBe(0)
  await server.stop()
})
