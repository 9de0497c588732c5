import { expect, test } from '@jest/globals'
import { kibanaHostOf } from '../../../src/verification/target/kibana-host.ts'

const b64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['staging:' + b64('us-east-1.aws.found.io$es$kb'), 'kb.us-east-1.aws.found.io'],
  [b64('us-east-1.aws.found.io:9243$es$kb'), 'kb.us-east-1.aws.found.io'],
  [b64('us-east-1.aws.found.io$es:9243$kb:9244'), 'kb.us-east-1.aws.found.io:9244'],
  [b64('us-east-1.aws.elastic.cloud$one.es$one.kb'), 'one.kb.us-east-1.aws.elastic.cloud'],
  [b64('us-east-1.aws.found.io$es$KB$more'), 'kb.us-east-1.aws.found.io'],
])('%s: %s', (typed, host) => {
  expect(kibanaHostOf(typed)).toBe(host)
})

test.each([
  ['an address', 'https://my-dep.es.us-east-1.aws.found.io'],
  ['no third part', b64('us-east-1.aws.found.io$es')],
  ['an empty third part', b64('us-east-1.aws.found.io$es$')],
  ['a path', b64('us-east-1.aws.found.io$es$kb/evil')],
  ['a user', b64('us-east-1.aws.found.io$es$evil@kb')],
  ['a fragment', b64('us-east-1.aws.found.io$es$kb#')],
  ['a dotted foreign name', b64('us-east-1.aws.found.io$es$evil.example')],
  ['a port too large', b64('us-east-1.aws.found.io$es$kb:99999')],
  ['a number browsers read as an address', b64('1$es$127')],
  ['nonsense', '%%%'],
  ['nothing', ''],
])('%s names no Kibana', (_why, typed) => {
  expect(kibanaHostOf(typed)).toBeUndefined()
})
