import type { CauseCode } from '../../../src/verification/diagnosis/causes.ts'
import type { CauseParams } from '../../../src/verification/diagnosis/verdict.ts'

/**
 * Mistakes that no cluster can show. `file` turns the guide's metricbeat.yml into the mistaken one; `named` is what
 * the cause must name in it, besides its code.
 */
type Mistaken = {
  code: CauseCode
  name: string
  file: (right: string) => string
  named?: (mistaken: string) => CauseParams
}
export type KeptTrying = Mistaken & {
  key: 'shipping' | 'reading' | 'monitorOnly' | 'wrongSecret' | 'unknown' | 'none'
}

type Replacement = string | ((...found: string[]) => string)
const replace = (from: string | RegExp, to: Replacement) => (right: string) =>
  right.replace(from, to as string)
const add = (line: string) => (right: string) => `${right}${line}\n`
const same = (right: string) => right
const tags = /^tags:.*$/m
const lineWith = (start: string) => (mistaken: string) => ({
  line: mistaken.split('\n').findIndex((line) => line.startsWith(start)) + 1,
})

/** Metricbeat ends by itself with code 1. */
export const endsAtOnce: readonly Mistaken[] = [
  { code: 'MB-YAML-TAB', name: 'a tab', file: replace(tags, 'tags:\n\t- pycon-7h3vyz5t4') },
  {
    code: 'MB-YAML-QUOTE',
    name: 'the only double quote, not closed',
    file: (right) => right.replaceAll('"', "'").replace(tags, 'tags: ["pycon-7h3]'),
  },
  {
    code: 'MB-YAML-BRACKET',
    name: 'a quote not closed, others after it',
    file: replace(tags, 'tags: ["pycon-7h3]'),
  },
  {
    code: 'MB-YAML-COLON',
    name: 'no blank after tags:, in the middle',
    file: add('tags:[pycon-7h3]'),
  },
  {
    code: 'MB-YAML',
    name: 'no blank after tags:, in the first line',
    file: replace(tags, 'tags:[pycon-7h3]'),
  },
  {
    code: 'MB-YAML-INDENT',
    name: 'a blank left behind a list',
    file: replace(/^output/m, ' output'),
    named: lineWith(' output'),
  },
  {
    code: 'MB-YAML-INDENT',
    name: 'a blank too many before api_key',
    file: replace(/^ {2}api_key/m, '   api_key'),
    named: lineWith('   api_key'),
  },
  {
    code: 'MB-YAML',
    name: 'a blank left behind another setting',
    file: replace(/^setup\.ilm/m, ' setup.ilm'),
  },
  {
    code: 'MB-TWO-LOGINS',
    name: 'key and password',
    file: replace(/^( {2}api_key:.*)$/m, '$1\n  username: elastic\n  password: x'),
  },
  {
    code: 'MB-CLOUD-ID-GARBLED',
    name: 'a Cloud ID that is none',
    file: add('cloud.id: "my-deployment:this is not base64"'),
  },
  {
    code: 'MB-TWO-OUTPUTS',
    name: 'two outputs',
    file: add('output.logstash:\n  hosts: ["127.0.0.1:5044"]'),
  },
  {
    code: 'MB-MODULE-MISSPELT',
    name: 'module: sistem',
    file: replace('module: system', 'module: sistem'),
    named: () => ({ written: 'sistem', right: 'system', put: '- module: system' }),
  },
  {
    code: 'MB-MODULE-MISSPELT',
    name: 'module: sistem, without metricsets',
    file: replace(/module: system\n.*\n.*metricsets:.*/, 'module: sistem'),
    named: () => ({ written: 'sistem', right: 'system', put: '- module: system' }),
  },
  {
    code: 'MB-MODULE-MISSPELT',
    name: 'metricsets: [memroy]',
    file: replace(/metricsets:.*/, 'metricsets: [memroy]'),
    named: () => ({
      written: 'memroy',
      right: 'memory',
      put: 'metricsets: [cpu, memory, network]',
    }),
  },
  {
    code: 'MB-NO-MODULE',
    name: 'no module in the file',
    file: replace(/metricbeat\.modules:\n(?: {2}.*\n)+/, ''),
  },
  {
    code: 'MB-NO-MODULE',
    name: 'the system module switched off',
    file: replace('    period: 1s', '    enabled: false\n    period: 1s'),
  },
  {
    code: 'MB-SETTING-INVALID',
    name: 'hosts: without an address',
    file: replace(/hosts: \[.*\]/, 'hosts:'),
  },
  {
    code: 'MB-SETTING-INVALID',
    name: 'a blank in the address',
    file: replace(/127\.0\.0\.1:\d+/, 'my deployment:9243'),
  },
  {
    code: 'MB-SETTING-INVALID',
    name: 'output.elastic',
    file: replace('output.elasticsearch', 'output.elastic'),
  },
  {
    code: 'MB-SETTING-INVALID',
    name: 'a processor misspelt',
    file: replace('add_host_metadata', 'add_host_metdata'),
  },
  {
    code: 'MB-NO-OUTPUT',
    name: 'no output',
    file: replace(/output\.elasticsearch:\n(?: {2}.*\n)+/, ''),
  },
]

/** Metricbeat runs on and tries for ever. */
export const keptTrying: readonly KeptTrying[] = [
  {
    code: 'MB-SHIPPING-REFUSED',
    name: 'a port where nobody listens',
    key: 'shipping',
    file: replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1'),
  },
  {
    code: 'MB-SHIPPING-HOST-UNKNOWN',
    name: 'a host mistyped',
    key: 'shipping',
    file: replace(/127\.0\.0\.1:\d+/, 'nowhere.invalid:9243'),
  },
  {
    code: 'MB-SHIPPING-NOT-TLS',
    name: 'https to a plain port',
    key: 'shipping',
    file: replace('"http://', '"https://'),
  },
  { code: 'MB-SHIPPING-KEY-WRONG-SECRET', name: 'a wrong secret', key: 'wrongSecret', file: same },
  { code: 'MB-SHIPPING-KEY-UNKNOWN', name: 'a key of another cluster', key: 'unknown', file: same },
  {
    code: 'MB-SHIPPING-KEY-FORMAT',
    name: 'the encoded form of the key',
    key: 'shipping',
    file: replace(/api_key: "(.*)"/, (...[, key = '']) => `api_key: "${btoa(key)}"`),
  },
  { code: 'MB-SHIPPING-NO-LOGIN', name: 'no key', key: 'none', file: same },
  {
    code: 'MB-SHIPPING-PASSWORD',
    name: 'a wrong password',
    key: 'none',
    file: replace(/^( {2}hosts:.*)$/m, '$1\n  username: elastic\n  password: wrong'),
  },
  {
    code: 'MB-SHIPPING-KEY-NO-MONITOR',
    name: 'the reading key used for shipping',
    key: 'reading',
    file: same,
  },
  {
    code: 'MB-SHIPPING-KEY-CANNOT-WRITE',
    name: 'a key that may not write',
    key: 'monitorOnly',
    file: same,
  },
]
