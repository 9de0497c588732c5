import { expect, test } from '@jest/globals'
import { discoverLink, kqlFor } from '../../src/verification/see-in-kibana.ts'

const HOST = 'kb.us-east-1.aws.found.io'
const TAG = 'pycon-7h3vyz5t4'

/** What Kibana reads out of the link. */
function queryIn(link: string): string | undefined {
  const { hash } = new URL(link)
  const text = /esql:'((?:[^'!]|!.)*)'/.exec(decodeURIComponent(hash))?.[1]
  return text?.replace(/!(.)/g, '$1')
}

test.each([
  [
    '9.5.3',
    `FROM metricbeat-* | WHERE KQL("tags : \\"${TAG}\\"") | SORT @timestamp DESC | LIMIT 100`,
  ],
  [
    '9.1.0',
    `FROM metricbeat-* | WHERE KQL("tags : \\"${TAG}\\"") | SORT @timestamp DESC | LIMIT 100`,
  ],
  ['9.0.4', `FROM metricbeat-* | WHERE tags == "${TAG}" | SORT @timestamp DESC | LIMIT 100`],
  ['8.14.0', `FROM metricbeat-* | WHERE tags == "${TAG}" | SORT @timestamp DESC | LIMIT 100`],
  ['8.13.4', undefined],
  ['7.17.29', undefined],
])('a cluster of %s is asked for %s', (version, query) => {
  const link = discoverLink(HOST, { tag: TAG, version })
  expect(new URL(link)).toMatchObject({ host: HOST, protocol: 'https:', pathname: '/app/discover' })
  expect(queryIn(link)).toBe(query)
})

test('an unknown version opens Discover, and the words to type are there', () => {
  expect(discoverLink(HOST, { tag: TAG })).toBe(`https://${HOST}/app/discover`)
  expect(kqlFor(TAG)).toBe('tags : "pycon-7h3vyz5t4"')
})
