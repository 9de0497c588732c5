import { readFileSync, statSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const fileOf = (path: string) => new URL(`../../${path}`, import.meta.url)
const read = (path: string) => readFileSync(fileOf(path), 'utf8')
const FLAGS = /--max-(?:old|semi)-space-size=\d+/g

/** Node takes them only when it begins: set from inside, they change nothing. */
test('whichever way the booth is started, its heap has the same bounds', () => {
  const { scripts, bin } = JSON.parse(read('package.json')) as {
    scripts: { start: string }
    bin: { 'booth-mission': string }
  }
  const ways = {
    'npm start': scripts.start,
    'npx booth-mission': read(bin['booth-mission']).split('\n')[0],
    image: /^CMD .*$/m.exec(read('Dockerfile'))?.[0],
  }
  for (const [way, command] of Object.entries(ways))
    expect([way, command?.match(FLAGS)]).toEqual([
      way,
      ['--max-old-space-size=512', '--max-semi-space-size=16'],
    ])
  expect(statSync(fileOf(bin['booth-mission'])).mode & 0o111).not.toBe(0)
})
