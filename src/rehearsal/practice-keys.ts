import { toMilliseconds } from './practice-date.ts'
import { isJsonObject, toJsonObject, toTexts } from './practice-json.ts'
import { SUPERUSER } from './practice-privileges.ts'
import type { Caller, Rights } from './practice-privileges.ts'
import { refuseArgument, refuseLogin } from './practice-refusal.ts'

/** What a cluster answers when it makes a key. `expiration` in epoch milliseconds. */
export type MadeKey = {
  readonly id: string
  readonly name: string
  readonly expiration?: number
  readonly api_key: string
  readonly encoded: string
}

/** As in `POST /_security/api_key`. Without `role_descriptors` the key may do all that `elastic` may. */
export type KeyWish = {
  readonly name: string
  readonly expiration?: string
  readonly role_descriptors?: Readonly<Record<string, unknown>>
}

type KeptKey = { made: MadeKey; rights: Rights; invalidated: boolean }
type KeyRingOptions = { password: string; now: () => Date; newId: (length: number) => string }

/** Lengths of ids and secrets made on 8.19 and 9.5 (elastic.md §5.3). */
const ID_LENGTH = 20
const SECRET_LENGTH = 22

export class PracticeKeys {
  readonly #keys = new Map<string, KeptKey>()
  readonly #options: KeyRingOptions

  constructor(options: KeyRingOptions) {
    this.#options = options
  }

  create({ name, expiration, role_descriptors }: KeyWish): MadeKey {
    const { newId, now } = this.#options
    const id = newId(ID_LENGTH)
    const api_key = newId(SECRET_LENGTH)
    const life = expiration === undefined ? undefined : toMilliseconds(expiration)
    if (expiration !== undefined && life === undefined) {
      throw refuseArgument(`failed to parse setting [expiration] with value [${expiration}]`)
    }
    const ends = life === undefined ? {} : { expiration: now().getTime() + life }
    const made = { id, name, ...ends, api_key, encoded: btoa(`${id}:${api_key}`) }
    this.#keys.set(id, { made, rights: toRights(role_descriptors), invalidated: false })
    return made
  }

  /** Ids of the keys that end here; those already ended are not named again. */
  invalidate(chosen: (key: MadeKey) => boolean): string[] {
    const ended = [...this.#keys.values()].filter((key) => !key.invalidated && chosen(key.made))
    for (const key of ended) key.invalidated = true
    return ended.map(({ made }) => made.id)
  }

  /** Who sends this Authorization header; throws the cluster's 401. `uri` is path and query as sent. */
  authenticate(authorization: string | undefined, uri: string): Caller {
    const [, scheme = '', credentials = ''] = /^\s*(\S+)\s+(\S.*)$/.exec(authorization ?? '') ?? []
    switch (scheme.toLowerCase()) {
      case 'apikey':
        return this.#readKey(credentials)
      case 'basic':
        return this.#readPassword(credentials, uri)
      case 'bearer':
        throw refuseCredentials('oauth2 token: invalid token')
      default:
        throw refuseLogin(`missing authentication credentials for REST request [${uri}]`)
    }
  }

  #readKey(credentials: string): Caller {
    const text = decode(credentials)
    const colon = text.indexOf(':')
    if (colon < 0) throw refuseKey('invalid ApiKey value')
    const id = text.slice(0, colon)
    const key = this.#keys.get(id)
    if (!key) throw refuseKey(`unable to find apikey with id ${id}`)
    this.#demandLiving(key, text.slice(colon + 1))
    const { name } = key.made
    return {
      title: `API key id [${id}] of user [elastic]`,
      user: 'elastic',
      key: { id, name },
      rights: key.rights,
    }
  }

  #demandLiving({ made, invalidated }: KeptKey, secret: string): void {
    if (invalidated) throw refuseKey(`api key [${made.id}] has been invalidated`)
    if (secret !== made.api_key) throw refuseKey(`invalid credentials for API key [${made.id}]`)
    const ends = made.expiration ?? Infinity
    if (ends <= this.#options.now().getTime()) throw refuseKey('api key is expired')
  }

  #readPassword(credentials: string, uri: string): Caller {
    const text = decode(credentials)
    const colon = text.indexOf(':')
    if (colon < 0) throw refuseLogin('invalid basic authentication header value')
    const user = text.slice(0, colon)
    if (user !== 'elastic' || text.slice(colon + 1) !== this.#options.password) {
      throw refuseLogin(`unable to authenticate user [${user}] for REST request [${uri}]`)
    }
    return { title: 'user [elastic] with effective roles [superuser]', user, rights: SUPERUSER }
  }
}

function refuseCredentials(attempt: string) {
  const reason =
    'unable to authenticate with provided credentials and anonymous access is not allowed for this request'
  return refuseLogin(reason, attempt)
}

function refuseKey(reason: string) {
  return refuseCredentials(`API key: ${reason}`)
}

/** Strict standard base64 with or without padding, as Java reads it. */
function decode(base64: string): string {
  const illegal = /[^A-Za-z0-9+/=]/.exec(base64)
  if (illegal) throw refuseKey(`Illegal base64 character ${illegal[0].charCodeAt(0).toString(16)}`)
  const bare = base64.replace(/(?<!=)=+$/, '')
  if (bare.length % 4 === 1 || bare.includes('=')) {
    throw refuseKey('Input byte array has wrong 4-byte ending unit')
  }
  return atob(bare)
}

function toRights(descriptors: KeyWish['role_descriptors']): Rights {
  const roles = Object.values(descriptors ?? {}).map(toJsonObject)
  if (roles.length === 0) return SUPERUSER
  return {
    cluster: roles.flatMap((role) => toTexts(role['cluster'])),
    indices: roles
      .flatMap((role) => role['indices'] ?? role['index'] ?? [])
      .filter(isJsonObject)
      .map(({ names, privileges }) => ({ names: toTexts(names), privileges: toTexts(privileges) })),
  }
}

/** The body of elastic.md §5.1: what an attendee makes and pastes. */
export function toReadKeyWish(): KeyWish {
  const indices = [{ names: ['metricbeat-*'], privileges: ['read'] }]
  return {
    name: 'booth-check',
    expiration: '1d',
    role_descriptors: { booth_read: { cluster: [], indices } },
  }
}

/** The body of elastic.md §5.2: what a Metricbeat needs with template and ILM off. */
export function toShipKeyWish(): KeyWish {
  const indices = [{ names: ['metricbeat-*'], privileges: ['create_doc', 'auto_configure'] }]
  return {
    name: 'booth-ship',
    expiration: '2d',
    role_descriptors: { booth_ship: { cluster: ['monitor'], indices } },
  }
}
