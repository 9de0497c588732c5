import { createServer } from 'node:http'
import { createApp } from '../../src/app.ts'
import { realOutside } from '../../src/commands/real-outside.ts'
import { compose, type Booth } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { createServerSecrets } from '../../src/platform/server-secrets.ts'
import { Secret } from '../../src/shared/secret.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import { eventFor } from './filled-booth.ts'
import { serveBench, type BoothTask, type Login } from './server-process.ts'

/** Several instances on one PostgreSQL have the same. */
const SECRET = Buffer.alloc(32, 7).toString('base64url')

/** The booth as `start` runs it; only the limits of a phone, made for people, are off. */
await serveBench<BoothTask>(async ({ place, people, logins }) => {
  const config = readConfig({ NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:3000' })
  const storage = await openStorage(
    place.kind === 'sqlite' ? place : { kind: 'postgres', url: new Secret(place.url) },
  )
  const booth = await compose(config, eventFor(people), {
    ...realOutside(config),
    storage,
    secrets: createServerSecrets(new Secret(SECRET)),
    log: createLog('info', { write: () => undefined }),
  })
  const phones = await Promise.all(Array.from({ length: logins }, () => enrolPhone(booth)))
  return { server: createServer(createApp({ ...booth, ...unlimited(booth) })), logins: phones }
})

/** One computer is many phones here: neither a phone's limits nor an address's ceiling may count. */
function unlimited({ addresses }: Booth): Pick<Booth, 'deskLimits' | 'addresses'> {
  const free = () => Promise.resolve()
  return {
    deskLimits: { allow: free, unknownCode: free },
    addresses: { ...addresses, takeIfLeft: () => true, secondsLeft: () => 0 },
  }
}

async function enrolPhone(booth: Booth): Promise<Login> {
  const { token } = await booth.newEnrolmentLink({ kind: 'staff', role: 'scan' })
  const who = { name: 'Kim', label: 'iPhone', pin: new Secret('827364') }
  const outcome = await token.use((link) => booth.enrol(link, who))
  if (outcome.kind !== 'enrolled') throw new Error('a phone could not be enrolled')
  return outcome.cookie.use((value) => ({
    cookie: `booth-staff=${value}`,
    formToken: booth.formToken(value),
  }))
}
