import { diagnosePolicy } from '../../src/commands/diagnose.ts'
import { checkTag } from '../../src/registration/tag.ts'
import { Secret } from '../../src/shared/secret.ts'
import {
  createCheckCluster,
  type Checked,
  type CheckInput,
} from '../../src/verification/check-cluster.ts'
import { createOpenExchange } from '../../src/verification/connection/cluster-exchange.ts'
import type { Lab, LabKey } from '../support/lab.ts'

/** One request to a lab's cluster, as its administrator. A text is sent as it is: lines of a bulk. */
export async function callLab(
  lab: Lab,
  method: string,
  [path, body]: [string, (object | string)?],
): Promise<unknown> {
  const basic = lab.password === null ? '' : `Basic ${btoa(`elastic:${lab.password}`)}`
  const response = await fetch(lab.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(basic !== '' && { authorization: basic }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return response.json()
}

/** A key with this role, or with all rights where there is none; without security no key. */
export async function makeLabKey(lab: Lab, role: object | undefined): Promise<LabKey | undefined> {
  if (lab.password === null) return undefined
  const wish = { name: 'lab', ...(role && { role_descriptors: { booth: role } }) }
  return (await callLab(lab, 'POST', ['/_security/api_key', wish])) as LabKey
}

export const mayRead = (...names: string[]) => ({
  cluster: [],
  indices: [{ names, privileges: ['read'] }],
})
export const mayShip = {
  cluster: ['monitor'],
  indices: [{ names: ['metricbeat-*', 'pycon'], privileges: ['create_doc', 'auto_configure'] }],
}

type Asking = Omit<CheckInput, 'target' | 'key' | 'memory'> & {
  key: LabKey | undefined
  memory?: Partial<CheckInput['memory']>
  now?: Date
}

/** A check through the booth's own guarded connection. */
export async function checkLab(lab: Lab, asking: Asking): Promise<Checked> {
  const { key, memory, now = new Date(), ...input } = asking
  const { hostname, port } = new URL(lab.url)
  const check = createCheckCluster({
    openExchange: createOpenExchange({
      resolver: { resolve4: () => Promise.resolve([]), resolve6: () => Promise.resolve([]) },
      ownAddresses: () => [],
      policy: diagnosePolicy(lab.url),
      userAgent: 'booth-mission-test',
    }),
    now: () => now,
  })
  return check({
    ...input,
    target: { scheme: 'http', host: hostname, port: Number(port), rehearsal: true },
    key: new Secret(key ? `ApiKey ${key.encoded}` : ''),
    memory: {
      keySeenBefore: true,
      registeredAt: '2020-01-01T00:00:00.000Z',
      asksOnce: true,
      otherTagOfEvent: (tag) => tag !== input.tag && checkTag(tag),
      ...memory,
    },
  })
}
