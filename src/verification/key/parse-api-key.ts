import { Secret } from '../../shared/secret.ts'
import type { CodeOf } from '../diagnosis/causes.ts'
import { type CauseParams, notYet } from '../diagnosis/verdict.ts'
import { decodeBase64 } from './base64.ts'
import { unwrapKey } from './unwrap-key.ts'

/** `authorization` is the whole header value. `form` tells an Elastic Cloud key from a cluster's own. */
export type ParsedKey =
  | { kind: 'key'; authorization: Secret; keyId?: string; form: 'encoded' | 'cloud' }
  | { kind: 'refused'; code: CodeOf<'not-yet'>; params: CauseParams }

/** Longer than any key with all that people paste around it. */
const LONGEST_PASTE = 4096
/** Seen on 8.19 and 9.5: id of 20, secret of 22 characters; `id:secret` is 58 of base64 before padding. */
const ID_LENGTH = 20
const SECRET_LENGTH = 22
const ENCODED_LENGTH = 58
const KEY_ALPHABET = /^[\w-]+$/

/**
 * Reads a pasted API key in every form people paste it and names what is wrong with the others,
 * before any request. Lengths only give hints: an unusual pair of id and secret is still tried.
 */
export function parseApiKey(pasted: unknown): ParsedKey {
  if (typeof pasted !== 'string' || pasted.trim() === '') return refused('MB-KEY-EMPTY')
  if (pasted.length > LONGEST_PASTE) return refused('MB-KEY-UNREADABLE')
  if (looksLikeAddress(pasted)) return refused('MB-KEY-IS-ADDRESS')
  const unwrapped = unwrapKey(pasted)
  if (unwrapped.kind === 'basic') return refused('MB-KEY-BASIC-LOGIN')
  if (unwrapped.text === '') return refused('MB-KEY-EMPTY')
  return readKey(unwrapped.text)
}

function readKey(text: string): ParsedKey {
  if (/^essu_[\w+/=-]{8,}$/.test(text)) {
    return { kind: 'key', authorization: new Secret(`ApiKey ${text}`), form: 'cloud' }
  }
  if (text.includes(':')) return readPair(text, 0)
  return readEncoded(text) ?? readHalf(text) ?? refused('MB-KEY-UNREADABLE')
}

/** `id:secret`, plain or decoded. `encodedLength` is what was pasted, 0 for the plain form. */
function readPair(text: string, encodedLength: number): ParsedKey {
  const [id = '', secret = '', ...more] = text.split(':')
  if (isCloudId(id, secret)) return refused('MB-KEY-IS-ADDRESS')
  const isPair = more.length === 0 && looksLikeId(id, secret)
  if (!isPair) return refused('MB-KEY-BASIC-LOGIN')
  if (secret.length < SECRET_LENGTH) {
    const missing =
      encodedLength > 0 ? ENCODED_LENGTH - encodedLength : SECRET_LENGTH - secret.length
    return refused('MB-KEY-CUT-OFF', { missing: Math.max(1, missing) })
  }
  const authorization = new Secret(`ApiKey ${btoa(`${id}:${secret}`)}`)
  return { kind: 'key', authorization, keyId: id, form: 'encoded' }
}

function looksLikeId(id: string, secret: string): boolean {
  if (!KEY_ALPHABET.test(id) || (secret !== '' && !KEY_ALPHABET.test(secret))) return false
  const usualSecret = secret.length === SECRET_LENGTH && id.length >= ID_LENGTH - 4
  return id.length === ID_LENGTH || usualSecret
}

function readEncoded(text: string): ParsedKey | undefined {
  const decoded = decodeBase64(text)
  if (decoded === undefined || !/^[\x21-\x7e]+$/.test(decoded)) return undefined
  if (decoded.includes(':')) return readPair(decoded, lengthWithoutPadding(text))
  const decodedTwice = decodeBase64(decoded)
  if (decodedTwice?.includes(':')) return readPair(decodedTwice, lengthWithoutPadding(decoded))
  if (!isStartOfId(decoded)) return undefined
  return refused('MB-KEY-CUT-OFF', { missing: ENCODED_LENGTH - lengthWithoutPadding(text) })
}

/** An id decodes to bytes, not to letters: 12 and more letters are the start of an encoded key. */
function isStartOfId(decoded: string): boolean {
  return decoded.length >= 12 && decoded.length <= ID_LENGTH && KEY_ALPHABET.test(decoded)
}

function lengthWithoutPadding(text: string): number {
  return text.replace(/(?<!=)=+$/, '').length
}

function readHalf(text: string): ParsedKey | undefined {
  if (!KEY_ALPHABET.test(text)) return undefined
  if (text.length === ID_LENGTH) return refused('MB-KEY-ONLY-ID')
  return text.length === SECRET_LENGTH ? refused('MB-KEY-ONLY-SECRET') : undefined
}

function looksLikeAddress(pasted: string): boolean {
  const text = pasted.trim().replace(/^["']|["']$/g, '')
  if (/^(?:https?:\/\/|cloud\.id\s*[:=])/i.test(text)) return true
  if (
    /^[a-z0-9.-]+\.(?:found\.io|es\.io|elastic-cloud\.com|elastic\.cloud|elastic\.co)\b/i.test(text)
  ) {
    return true
  }
  return !text.includes(':') && isCloudCode(text)
}

function isCloudId(label: string, code: string): boolean {
  return label !== '' && isCloudCode(code)
}

function isCloudCode(code: string): boolean {
  const decoded = /^[A-Za-z0-9+/]{8,}={0,2}$/.test(code) ? decodeBase64(code) : undefined
  return decoded !== undefined && /^[a-z0-9.-][a-z0-9-]*\.[a-z0-9.:-]*\$/i.test(decoded)
}

function refused(code: CodeOf<'not-yet'>, params: CauseParams = {}): ParsedKey {
  const cause = notYet(code, params as never)
  return { kind: 'refused', code: cause.code, params: cause.params }
}
