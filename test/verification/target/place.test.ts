import { expect, test } from '@jest/globals'
import { agreesWithUrlParser } from '../../../src/verification/target/place.ts'

const place = { host: 'x.found.io', port: 443 }

test.each([
  ['https://x.found.io', 'agrees'],
  ['https://x.found.io:443/', 'agrees'],
  ['https://x.found.io:9243', 'parser_disagrees'],
  ['https://y.found.io', 'parser_disagrees'],
  ['http://x.found.io:443', 'parser_disagrees'],
  ['https://user@x.found.io', 'parser_disagrees'],
  ['https://:pass@x.found.io', 'parser_disagrees'],
  ['https://x.found.io/path', 'parser_disagrees'],
  ['https://x.found.io/?', 'agrees'],
  ['https://x.found.io/?q', 'parser_disagrees'],
  ['https://x.found.io/#h', 'parser_disagrees'],
  ['https://x.found.io:99999', 'url_parse'],
  ['x.found.io', 'url_parse'],
])('the platform’s parser reads %s: %s', (text, verdict) => {
  expect(agreesWithUrlParser(text, place)).toBe(verdict)
})
