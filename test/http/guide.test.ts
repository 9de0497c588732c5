import { expect, test } from '@jest/globals'
import type { Response } from 'express'
import { createCookieJar } from '../../src/platform/http/cookies.ts'
import { keepKibana } from '../../src/verification/kibana-cookie.routes.ts'
import { connect, outcomeOf, signUp } from '../support/attendee.ts'
import { openTestBooth } from '../support/test-booth.ts'

test('once documents arrive the page leads to them; the guide explains its words and how to clear up', async () => {
  const booth = await openTestBooth()
  const mina = await signUp(booth, 'Mina')
  expect(mina.page.text).not.toContain('See it in your Kibana')
  for (const word of ['Elasticsearch', 'Elastic Cloud', 'Kibana', 'Metricbeat', 'API key', 'Tag'])
    expect(mina.page.html).toContain(`<dt>${word}</dt>`)

  booth.ship(mina.tag, { placement: 'one-letter' })
  const near = await connect(booth, mina)
  expect(near.text).toContain('See it in your Kibana')
  expect(near.text).toContain(`tags : "${mina.tag}"`)
  // No Cloud ID was typed, so there is nothing to link to.
  expect(near.html).not.toContain('/app/discover')
  // One letter is marked in each of the two lines.
  expect(near.html.match(/<mark>/g)).toHaveLength(2)
  expect(near.text).toContain('They differ where it is underlined.')

  booth.ship(mina.tag)
  const passed = await near.submit({}, { to: `${mina.base}/check-again` })
  expect(outcomeOf(passed)).toBe('passed')
  expect(passed.text).toContain('See it in your Kibana')
})

test.each([
  ['linux-deb', 'sudo dpkg -r metricbeat'],
  ['linux-rpm', 'sudo rpm -e metricbeat'],
  ['linux-tar', 'sudo rm -r metricbeat-9.2.1-*'],
  ['macos-arm', 'sudo rm -r metricbeat-9.2.1-*'],
  ['windows', 'uninstall-service-metricbeat.ps1'],
])('afterwards on %s: %s, keys by name and by id, data, trial', async (system, remove) => {
  const booth = await openTestBooth()
  const { visitor, base, tag } = await signUp(booth)
  const { text } = await visitor.open(`${base}?system=${system}`)
  expect(text).toContain(remove)
  expect(text).toContain(`"name": "booth-ship-${tag}", "owner": true`)
  expect(text).toContain('{"ids": ["the-id"]}')
  expect(text).toContain('DELETE /_data_stream/metricbeat-9.2.1')
  expect(text).toContain('delete the deployment in the Elastic Cloud console')
})

test('the Kibana of a pasted Cloud ID is kept in its owner’s browser; an address forgets it', () => {
  const cookies = createCookieJar({ secure: true })
  const sent: [string, string][] = []
  const res = {
    cookie: (name: string, value: string) => sent.push([name, value]),
    clearCookie: (name: string) => sent.push([name, 'gone']),
  } as unknown as Response
  const cloudId = `mine:${Buffer.from('us-east-1.aws.found.io$es$my-kibana').toString('base64')}`
  keepKibana(res, cloudId, { cookies })
  keepKibana(res, 'https://my-dep.es.us-east-1.aws.found.io', { cookies })
  expect(sent).toEqual([
    ['__Host-kibana', 'my-kibana.us-east-1.aws.found.io'],
    ['__Host-kibana', 'gone'],
  ])
})

test('the link is built for whoever holds the cookie; a forged one that is no host is ignored', async () => {
  const booth = await openTestBooth()
  const mina = await signUp(booth)
  booth.ship(mina.tag, { placement: 'one-letter' })
  await connect(booth, mina)
  mina.visitor.cookies.set('__Host-kibana', 'my-kibana.us-east-1.aws.found.io')
  const page = await mina.visitor.open(mina.base)
  expect(page.html).toContain('href="https://my-kibana.us-east-1.aws.found.io/app/discover')
  expect(JSON.stringify(await booth.dump())).not.toContain('my-kibana')
  expect(booth.log.join('\n')).not.toContain('my-kibana')
  mina.visitor.cookies.set('__Host-kibana', 'evil.example/x')
  expect((await mina.visitor.open(mina.base)).html).not.toContain('evil.example')
})
