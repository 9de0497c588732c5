import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readEventFile } from '../../../src/event/event-file.ts'
import { openStorage, type Storage } from '../../../src/storage/open-storage.ts'
import { createCheckCluster } from '../../../src/verification/check-cluster.ts'
import { createCheckMission } from '../../../src/verification/check-mission.ts'
import { createVerificationStore } from '../../../src/verification/verification-store.sql.ts'
import { createWrongKeys } from '../../../src/verification/wrong-keys.ts'
import { laptop, playProbe, plenty } from './played-answers.ts'
import { key, NOW, playCluster, target } from './scripted-cluster.ts'

/** What a second person shares with the first, who has passed. */
export type Shared = 'cluster' | 'host' | 'agent'

const EVENT = readEventFile('events/pycon.yaml')
const TAGS = ['pycon-7h3vyz5t4', 'pycon-8m2k4p7wv'] as const
const BEGAN = '2026-11-22T05:00:00.000Z'

/** Two people, one after the other, on a real store; every code the second one is told. */
export async function checkTwo(shared: Shared): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'booth-identities-'))
  const storage = await openStorage({ kind: 'sqlite', file: join(folder, 'booth.db') })
  try {
    const verifications = createVerificationStore(storage)
    for (const [n, tag] of TAGS.entries()) await checkOne(storage, { n, tag, shared })
    const attempts = await verifications.attemptsOf('person-1', 1)
    return attempts.map(({ code }) => code)
  } finally {
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Person = { n: number; tag: string; shared: Shared }

async function checkOne(storage: Storage, { n, tag, shared }: Person): Promise<void> {
  const own = (what: Shared) => `${what}-${what === shared ? 0 : n}`
  const registration = { id: `person-${n}`, tag, nickname: 'Mina', language: 'ko' }
  await addRegistration(storage, registration)
  const newest = {
    ...laptop,
    tags: [tag],
    agent: { ...laptop.agent, id: own('agent') },
    host: { ...laptop.host, id: own('host') },
  }
  const probe = playProbe({ ...plenty, newest })
  const check = createCheckMission({
    checkCluster: createCheckCluster({ ...playCluster({ probe }), now: () => NOW }),
    verifications: createVerificationStore(storage),
    now: () => NOW,
    newId: () => `attempt-${n}`,
    fingerprint: (text) => text,
    onUnknown: () => undefined,
    missions: EVENT.missions,
    wrongKeys: createWrongKeys({ now: () => NOW }),
    eventId: EVENT.id,
  })
  const host = `${own('cluster')}.found.io`
  const connection = { id: `connection-${n}`, target: { ...target, host }, key }
  await check({ ...registration, registeredAt: BEGAN } as never, connection)
}

async function addRegistration(
  storage: Storage,
  { id, tag, nickname, language }: Record<'id' | 'tag' | 'nickname' | 'language', string>,
): Promise<void> {
  await storage.write((tx) =>
    tx
      .insertInto('registration')
      .values({
        id,
        tag,
        nickname,
        language,
        notice_version: '1',
        consented_at: BEGAN,
        created_at: BEGAN,
        kiosk_device: null,
      })
      .execute(),
  )
}
