import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { createMemory } from '../shared/memory.ts'
import { Secret } from '../shared/secret.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** What the server can do with its one secret; the secret itself leaves this file never. */
export type ServerSecrets = {
  /** Encrypts `plain` for a cookie, bound to `context`: it opens with the same context only. */
  seal(plain: Secret, context: string): string
  /** @returns undefined when it was not sealed by us, for this context, or was changed */
  open(sealed: string, context: string): Secret | undefined
  /** A stable fingerprint of `text` that nobody without the secret can compute or reverse; 43 characters. */
  fingerprint(text: string, purpose: string): string
}

/** `master` is the whole text of `server.secret`; each purpose has a key of its own, derived from it (HKDF-SHA-256). */
export function createServerSecrets(master: Secret): ServerSecrets {
  const derive = (purpose: string) =>
    master.use((value) =>
      Buffer.from(hkdfSync('sha256', value, 'booth-mission', purpose, KEY_BYTES)),
    )
  const sealing = derive('seal')
  // A handful of purposes, all of them our own words.
  const keys = createMemory<KeyObject>()
  const keyFor = (purpose: string) =>
    keys(purpose, () => createSecretKey(derive(`hmac ${purpose}`)))
  return {
    seal: (plain, context) => seal(plain, context, sealing),
    open: (sealed, context) => open(sealed, context, sealing),
    fingerprint: (text, purpose) =>
      createHmac('sha256', keyFor(purpose)).update(text).digest('base64url'),
  }
}

function seal(plain: Secret, context: string, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context))
  const body = plain.use((value) => Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]))
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

function open(sealed: string, context: string, key: Buffer): Secret | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
    return new Secret(Buffer.concat([body, decipher.final()]).toString('utf8'))
  } catch {
    return undefined
  }
}

/** SHA-256 of a random link or cookie, as it is stored. Enough, because what it hides has at least 128 random bits. */
export function hashOf(token: string): string {
  return hash('sha256', token, 'base64url')
}
