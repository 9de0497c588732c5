import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** A server's certificate and key in PEM, or an authority's. Made anew at every run, never stored. */
export type Certificate = { cert: string; key: string }
export type CertificateOf = {
  names: readonly string[]
  /** Signs it; without one the certificate signs itself. */
  authority?: Certificate
  validFrom?: Date
  validTo?: Date
}

const DAY = 86_400_000
const ISSUER = 'Booth Mission test authority'

/** Makes an authority whose certificates are trusted only where a test says so. */
export function createAuthority(): Certificate {
  return createCertificate({ names: [] }, 'authority')
}

/** Makes a certificate for host names, P-256 and SHA-256, by default valid from yesterday for a day. */
export function createCertificate(of: CertificateOf, kind = 'server'): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { validFrom = new Date(Date.now() - DAY), validTo = new Date(Date.now() + DAY) } = of
  const signer = of.authority ? createPrivateKey(of.authority.key) : privateKey
  const subject = kind === 'authority' ? ISSUER : (of.names[0] ?? 'nobody')
  const issuer = of.authority ? ISSUER : subject
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(utcTime(validFrom), utcTime(validTo)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensionsOf(of.names, kind))),
  )
  return {
    cert: toPem(sequence(body, ECDSA_SHA256, signatureOf(body, signer))),
    key: pemOf(privateKey),
  }
}

// What follows is DER, the binary form of X.509 (RFC 5280), as far as these certificates need it.

const ECDSA_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))

function extensionsOf(names: readonly string[], kind: string): Buffer[] {
  const authority = sequence(
    Buffer.from('0603551d13', 'hex'),
    octets(sequence(Buffer.from('0101ff', 'hex'))),
  )
  if (kind === 'authority') return [authority]
  const hosts = names.map((name) => tagged(0x82, Buffer.from(name, 'ascii')))
  return [sequence(Buffer.from('0603551d11', 'hex'), octets(sequence(...hosts)))]
}

function nameOf(commonName: string): Buffer {
  const value = tagged(0x0c, Buffer.from(commonName, 'utf8'))
  return sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), value)))
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14)
  return tagged(0x17, Buffer.from(`${digits}Z`, 'ascii'))
}

function signatureOf(body: Buffer, key: KeyObject): Buffer {
  return tagged(0x03, Buffer.from([0]), sign('sha256', body, key))
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]))
}

function octets(...parts: Buffer[]): Buffer {
  return tagged(0x04, ...parts)
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts)
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  if (length < 0x100) return Buffer.from([0x81, length])
  return Buffer.from([0x82, length >> 8, length & 0xff])
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string
}
