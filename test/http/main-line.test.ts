import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  answerOf,
  causeOf,
  claimedAttendee,
  codeOn,
  connect,
  outcomeOf,
  passedAttendee,
  signUp,
  stockLine,
  toAttendee,
} from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import { eventWith } from '../support/claims-booth.ts'

const KEY_COOKIE = '__Host-key'
const SHORT_CODE = /<p class="door-code"><code>([^<]+)</

describe.each(databases)('from kiosk to shirt, over HTTP, on $name', (database) => {
  let booth: TestBooth
  beforeAll(async () => {
    booth = await openTestBooth({
      database,
      event: (() => {
        const event = eventWith({ 'black-M': 20, 'black-L': 1, 'mint-S': 20 })
        return { ...event, missions: [{ ...event.missions[0], claimsPerCluster: 100 }] }
      })(),
    })
  })

  describe('signing up', () => {
    test('on one’s own device leads straight to the mission, tag filled in', async () => {
      const { tag, page } = await signUp(booth, 'Mina')
      expect(tag).toMatch(/^pycon-[1-9a-z]{9}$/)
      expect(page.text).toContain('Hello, Mina')
      expect(page.text).toContain(`tags: ["${tag}"]`)
      expect(page.path).toMatch(/^\/m\/[2-9a-z]{26}$/)
      expect(outcomeOf(page)).toBe('waiting')
    })

    test('at the kiosk: language, notice, nickname, a door to take away; then it forgets', async () => {
      const kiosk = await booth.enrolled({ kind: 'kiosk' })
      await kiosk.open('/kiosk')
      const notice = await kiosk.open('/kiosk/notice?lang=ja')
      expect(notice.html).toContain('<html lang="ja"')
      const nickname = await notice.submit({ consent: 'yes' })
      expect(nickname.path).toBe('/kiosk/nickname')
      const done = await nickname.submit({ nickname: '유나' })
      expect(done.path).toBe('/kiosk/done')
      expect(done.text).toContain('유나')
      expect(done.text).toMatch(/pycon-[1-9a-z]{9}/)
      expect(done.text).toContain('booth.test/go')

      const shortCode = SHORT_CODE.exec(done.html)![1]!
      const phone = booth.visitor()
      const page = await (await phone.open('/go')).submit({ code: shortCode })
      expect(page.text).toContain('Hello, 유나')

      const again = await done.submit()
      expect(again.path).toBe('/kiosk')
      expect(again.text).not.toContain('유나')
      expect((await kiosk.open('/kiosk/done')).path).toBe('/kiosk')
      expect([...kiosk.cookies.keys()]).toEqual(['__Host-kiosk'])
    })

    test('the last screen of the kiosk is gone after 90 seconds, even for a copied cookie', async () => {
      const kiosk = await booth.enrolled({ kind: 'kiosk' })
      const done = await (await kiosk.open('/kiosk/nickname')).submit({ nickname: 'Late' })
      expect(done.text).toContain('Late')
      booth.clock.goOn(91 / 60)
      expect((await kiosk.open('/kiosk/done')).path).toBe('/kiosk')
    })

    test('a browser that is no kiosk is told where to register', async () => {
      const page = await booth.visitor().open('/kiosk')
      expect(page.status).toBe(403)
      expect(page.html).toContain('href="/register"')
    })

    test('a suggested nickname is one tap', async () => {
      const kiosk = await booth.enrolled({ kind: 'kiosk' })
      const page = await kiosk.open('/kiosk/nickname')
      const [chips] = page.forms
      const [suggested] = chips!.choices['nickname']!
      const done = await page.submit({ nickname: suggested! })
      expect(done.text).toContain(suggested)
    })
  })

  describe('the short code', () => {
    const doorOf = async () => {
      const attendee = await signUp(booth, 'Door')
      const page = await attendee.page.submit({}, { to: `${attendee.base}/doors` })
      return { attendee, shortCode: SHORT_CODE.exec(page.html)![1]! }
    }

    test('opens the same mission on a second device, once', async () => {
      const { attendee, shortCode } = await doorOf()
      const typed = shortCode.toLowerCase().replace('-', ' ')
      const second = await (await booth.visitor().open('/go')).submit({ code: typed })
      expect(toAttendee(booth.visitor(), second).tag).toBe(attendee.tag)
      expect(second.path).not.toBe(attendee.base)

      const third = await (await booth.visitor().open('/go')).submit({ code: shortCode })
      expect(third.status).toBe(400)
      expect(third.text).toContain('We do not know this code.')
      expect(third.form('/go').filled['code']).toBe(shortCode)
    })

    test('of two devices at the same moment one opens it', async () => {
      const { shortCode } = await doorOf()
      const pages = await Promise.all(
        [1, 2, 3].map(() => booth.visitor().post('/go', { code: shortCode })),
      )
      expect(pages.filter(({ status }) => status === 200)).toHaveLength(1)
    })

    test('lives ten minutes', async () => {
      const { shortCode } = await doorOf()
      booth.clock.goOn(10)
      const page = await booth.visitor().post('/go', { code: shortCode })
      expect(page.status).toBe(400)
    })

    test('just before ten minutes it still opens', async () => {
      const { shortCode } = await doorOf()
      booth.clock.goOn(9.9)
      expect((await booth.visitor().post('/go', { code: shortCode })).status).toBe(200)
    })
  })

  describe('checking', () => {
    test('every shape in which people paste a key passes', async () => {
      const { id, api_key, encoded } = booth.cluster.readKey
      const shapes = [
        encoded,
        `${id}:${api_key}`,
        JSON.stringify({ id, name: 'booth-check', api_key, encoded }, null, 2),
        `ApiKey ${encoded}`,
        `Authorization: ApiKey ${encoded}`,
        `  "${encoded}"  `,
      ]
      for (const [place, key] of shapes.entries()) {
        const attendee = await signUp(booth, `Shape ${place}`)
        booth.ship(attendee.tag, { hostName: `shape-${place}` })
        const page = await connect(booth, attendee, { key })
        expect([key, outcomeOf(page)]).toEqual([key, 'passed'])
      }
    })

    test('a key of Elastic Cloud itself is taken, and what the cluster says of it is named', async () => {
      const attendee = await signUp(booth, 'Cloud')
      const page = await connect(booth, attendee, { key: `essu_${'abcdefgh'.repeat(6)}` })
      expect(page.path).toBe(attendee.base)
      expect(outcomeOf(page)).toBe('not-yet')
      expect(causeOf(page)).toMatch(/^MB-KEY-/)
    })

    test('commands name the version of the cluster once the key may see it', async () => {
      const attendee = await signUp(booth, 'Version')
      const cluster = await booth.newCluster()
      expect((await attendee.visitor.open(attendee.base)).text).toContain('metricbeat-9.2.1-amd64')
      const key = cluster.createKey({
        name: 'with monitor',
        role_descriptors: {
          booth_read: {
            cluster: ['monitor'],
            indices: [{ names: ['metricbeat-*'], privileges: ['read'] }],
          },
        },
      })
      booth.ship(attendee.tag, { placement: 'untagged', hostName: 'v', into: cluster })
      const page = await connect(booth, attendee, { cluster, key: key.encoded })
      expect(page.text).toContain(`metricbeat-${cluster.version}-amd64`)
      expect(page.text).not.toContain('metricbeat-9.2.1-amd64')
    })

    test('a near miss is named, with both spellings; shipping right passes by itself', async () => {
      const attendee = await signUp(booth, 'Near')
      const cluster = await booth.newCluster()
      booth.ship(attendee.tag, { placement: 'underscore', hostName: 'near', into: cluster })
      const page = await connect(booth, attendee, { cluster })
      expect([outcomeOf(page), causeOf(page)]).toEqual(['not-yet', 'MB-TAG-NEAR-MISS'])
      expect(page.text).toContain(attendee.tag.replace('-', '_'))
      expect(page.text).toContain('Hello, Near')
      // Metrics arrive, so Metricbeat is there: the guide opens at its settings.
      expect(page.html).toMatch(/class="step is-done"[^>]*id="step-install"/)
      expect(page.html).toMatch(/class="step is-now"[^>]*id="step-settings"[^>]* open/)

      booth.clock.goOn(2)
      booth.ship(attendee.tag, { hostName: 'near', seconds: 100, into: cluster })
      const watched = await attendee.visitor.post(`${attendee.base}/watch`, '', {
        Accept: 'application/json',
      })
      expect(watched.json()).toMatchObject({ outcome: 'passed' })
      expect(outcomeOf(await attendee.visitor.open(attendee.base))).toBe('passed')
    })

    test('a pass shows a receipt with the cluster and the computer masked, and the key’s cookie is gone', async () => {
      const attendee = await signUp(booth, 'Pass')
      const waiting = await connect(booth, attendee)
      expect(outcomeOf(waiting)).toBe('not-yet')
      expect(attendee.visitor.cookies.has(KEY_COOKIE)).toBe(true)

      const hostName = 'jiwoo-secret-laptop'
      booth.ship(attendee.tag, { hostName })
      const page = await waiting.submit({}, { to: `${attendee.base}/check-again` })
      expect(outcomeOf(page)).toBe('passed')
      expect(page.text).toContain('Receipt')
      expect(page.text).toContain('ji…p')
      expect(page.html).not.toContain(hostName)
      expect(page.text).toMatch(/Documents \d+/)
      expect(attendee.visitor.cookies.has(KEY_COOKIE)).toBe(false)
    })

    test('a pass is final: when the metrics end, the page still says passed and no cluster is asked', async () => {
      const attendee = await passedAttendee(booth, `Final`)
      booth.clock.goOn(12 * 60)
      expect(outcomeOf(await connect(booth, attendee))).toBe('passed')
      const page = await connect(booth, attendee, { key: 'not a key at all' })
      expect(page.status).toBe(400)
      expect(outcomeOf(page)).toBe('passed')
      expect(outcomeOf(await attendee.visitor.open(attendee.base))).toBe('passed')
      expect(booth.cluster.requests().filter(({ uri }) => uri.includes(attendee.tag))).toEqual([])
    })

    test('the page asks by itself only once connected', async () => {
      const attendee = await signUp(booth, 'Alone')
      const answer = await attendee.visitor.post(`${attendee.base}/watch`, '')
      expect([answer.status, answer.json()]).toEqual([409, { outcome: 'not-connected' }])
    })

    test('the key that was typed before need not be typed again', async () => {
      const attendee = await signUp(booth, 'Kept')
      await connect(booth, attendee)
      booth.ship(attendee.tag, { hostName: 'kept' })
      const page = await connect(booth, attendee, { key: '' })
      expect(outcomeOf(page)).toBe('passed')
    })
  })

  describe('claiming', () => {
    test('before the pass there is nothing to choose', async () => {
      const attendee = await signUp(booth, 'Early')
      expect((await attendee.visitor.open(`${attendee.base}/claim`)).path).toBe(attendee.base)
      await attendee.visitor.post(`${attendee.base}/claim`, { shirt: 'black-M' })
      const counts = await booth.rowCounts()
      expect((await booth.booth.claims.search(attendee.tag))[0]?.claim).toBeUndefined()
      expect(counts['claim']).toBeDefined()
    })

    test('shows code and QR; changing one’s mind keeps the code and moves the stock', async () => {
      const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
      const before = await lead.open('/staff/stock')
      const attendee = await claimedAttendee(booth, { nickname: `Mind` })
      expect(attendee.code).toMatch(/^[1-9A-HJKMNP-Z]{5}-[1-9A-HJKMNP-Z]{5}$/)
      expect(attendee.page.html).toContain('src="data:image/svg+xml;base64,')
      expect(attendee.page.text).toContain('Black · M')
      expect(attendee.page.path).toBe(`${attendee.base}/claim`)

      const choose = await attendee.visitor.open(`${attendee.base}/claim?change=yes`)
      const changed = await choose.submit({ shirt: 'mint-S' })
      expect(changed.text).toContain('Mint · S')
      expect(codeOn(changed)).toBe(attendee.code)
      const after = await lead.open('/staff/stock')
      expect(stockLine(after, 'black-M')).toEqual(stockLine(before, 'black-M'))
      expect(stockLine(after, 'mint-S').reserved).toBe(stockLine(before, 'mint-S').reserved + 1)
    })

    test('the last one goes once; the other person is told and sees what is left', async () => {
      await claimedAttendee(booth, { nickname: `First`, shirt: 'black-L' })
      const late = await passedAttendee(booth, `Late`)
      const page = await late.visitor.post(`${late.base}/claim`, { shirt: 'black-L' })
      expect(page.status).toBe(409)
      expect(page.text).toContain('Black · L has just gone.')
      const offered = page.forms.flatMap(({ choices }) => choices['shirt'] ?? [])
      expect(offered).toContain('mint-S')
    })
  })

  describe('the wall', () => {
    test('counts what happened', async () => {
      const own = await openTestBooth({ database })
      const empty = await own.visitor().open('/wall')
      expect(empty.html).toMatch(/data-count="registered"[^>]*>0</)
      await signUp(own, 'Walker')
      await passedAttendee(own, 'Runner')
      const page = await own.visitor().open('/wall')
      expect(page.html).toMatch(/data-count="registered"[^>]*>2</)
      expect(page.html).toMatch(/data-count="passed"[^>]*>1</)
      expect(page.text).toContain('Runner')
      expect(page.text).not.toContain('pycon-')
    })
  })

  test('one cluster stands behind as many passes as the event allows', async () => {
    const own = await openTestBooth({ database })
    const [owner, friend] = [await signUp(own, 'Owner'), await signUp(own, 'Friend')]
    for (const { tag } of [owner, friend]) own.ship(tag, { hostName: `laptop-of-${tag}` })
    expect(outcomeOf(await connect(own, owner))).toBe('passed')
    const page = await connect(own, friend)
    expect([outcomeOf(page), causeOf(page)]).toEqual(['not-yet', 'MB-CLUSTER-USED'])
    expect(page.text).not.toContain('Receipt')
  })

  test('one computer stands behind one pass', async () => {
    const first = await signUp(booth, 'Once')
    const second = await signUp(booth, 'Twice')
    for (const { tag } of [first, second]) booth.ship(tag, { hostName: 'shared' })
    expect(outcomeOf(await connect(booth, first))).toBe('passed')
    const page = await connect(booth, second)
    expect([outcomeOf(page), causeOf(page)?.replace(/HOST|AGENT/, 'X')]).toEqual([
      'not-yet',
      'MB-X-USED',
    ])
  })

  test('the staff side finds the answer of a look-up by the code alone', async () => {
    const attendee = await claimedAttendee(booth, { nickname: `Desk` })
    const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
    const page = await (await phone.open('/staff')).submit({ code: attendee.code.toLowerCase() })
    expect(answerOf(page)).toBe('fetch')
  })
})
