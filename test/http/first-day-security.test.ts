import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { createApp } from '../../src/app.ts'
import {
  claimedAttendee,
  codeOn,
  connect,
  outcomeOf,
  passedAttendee,
  signUp,
  type Attendee,
} from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { everyRoute } from '../support/every-route.ts'
import { openTestBooth, PLAIN_HTTP, type TestBooth } from '../support/test-booth.ts'
import type { Page, Visitor } from '../support/visitor.ts'
import { PIN } from '../support/staff-proofs.ts'

const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'media-src': "'self' blob:",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
  'require-trusted-types-for': "'script'",
  'report-uri': '/csp',
}

/** Every POST route, with a body that would change something. A new route fails the first test until it stands here. */
const posts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/csp': {},
  '/register': { nickname: 'Mina', consent: 'yes', noticeVersion: '2026-11-01' },
  '/go': { code: '' },
  '/kiosk/notice': { consent: 'yes', noticeVersion: '2026-11-01' },
  '/kiosk/registrations': { nickname: 'Mina', consent: 'yes', noticeVersion: '2026-11-01' },
  '/kiosk/done': {},
  '/m/:link/check': { target: '', key: '' },
  '/m/:link/check-again': {},
  '/m/:link/mission': { mission: 'metricbeat' },
  '/m/:link/watch': {},
  '/m/:link/doors': {},
  '/m/:link/line': { line: 'x509: certificate signed by unknown authority' },
  '/m/:link/practice': { ship: 'right' },
  '/m/:link/claim': { shirt: 'black-M' },
  '/m/:link/claim/wait': { shirt: 'black-M' },
  '/m/:link/claim/give-up': {},
  '/enrol/:token': { name: 'Park', pin: PIN },
  '/m/:link/delete': {},
  '/staff/look-ups': { code: 'K7M2X-9QP4J', scanId: 'f'.repeat(26) },
  '/staff/hand-overs': { code: 'K7M2X-9QP4J', scanId: 'g'.repeat(26) },
  '/staff/expired-hand-overs': { code: 'K7M2X-9QP4J', scanId: 'k'.repeat(26) },
  '/staff/swap-choices': { code: 'K7M2X-9QP4J', scanId: 'l'.repeat(26) },
  '/staff/swaps': {
    code: 'K7M2X-9QP4J',
    shirt: 'blue-S',
    returned: 'good',
    scanId: 'm'.repeat(26),
  },
  '/staff/gifts': { shirt: 'blue-S', reason: 'r', scanId: 'n'.repeat(26) },
  '/staff/searches': { text: 'Claimed' },
  '/staff/choices': { tag: '' },
  '/staff/reservations': { tag: '', shirt: 'blue-S', scanId: 'o'.repeat(26) },
  '/staff/undos': { handOver: 'h'.repeat(26), scanId: 'i'.repeat(26) },
  '/staff/stock/:sku/recount': { counted: '3', seen: '25', reason: 'r', scanId: 'j'.repeat(26) },
  '/staff/stock/:sku/damage': { qty: '1', reason: 'r', scanId: 'k'.repeat(26) },
  '/staff/stock/:sku/write-off': {
    qty: '1',
    from: 'available',
    reason: 'r',
    scanId: 'n'.repeat(26),
  },
  '/staff/stock/:sku/hold-back': { qty: '1', until: 'lead', scanId: 'o'.repeat(26) },
  '/staff/stock/:sku/give-free': { qty: '1', scanId: 'p'.repeat(26) },
  '/staff/deliveries': { 'qty-blue-M': '1', note: 'n', scanId: 'q'.repeat(26) },
  '/staff/counts': {
    'counted-blue-L': '1',
    'seen-blue-L': '30',
    reason: 'r',
    scanId: 'r'.repeat(26),
  },
  '/staff/stock-file': { file: 'sku,quantity\nblue-M,1' },
  '/staff/phones': { role: 'scan' },
  '/staff/phones/:device/revoke': {},
  '/staff/key-waits': { tag: '' },
  '/staff/presence-code': { presenceCode: 'off' },
  '/staff/passes': { tag: '', reason: 'r' },
  '/staff/unlock': { pin: PIN },
  '/staff/lock': {},
  '/staff/passphrase': { passphrase: 'a booth full of shirts' },
}

type World = Awaited<ReturnType<typeof openWorld>>

async function openWorld(config: Readonly<Record<string, string>> = {}) {
  const booth = await openTestBooth({
    config,
    practice: {
      connectionOf: () => Promise.resolve({ address: '', key: '' }),
      ship: () => Promise.resolve(),
    },
  })
  const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
  const kiosk = await booth.enrolled({ kind: 'kiosk' })
  const attendee = await signUp(booth, 'Open')
  const door = await attendee.page.submit({}, { to: `${attendee.base}/doors` })
  return {
    booth,
    lead,
    kiosk,
    attendee,
    passed: await passedAttendee(booth, 'Passed'),
    claimed: await claimedAttendee(booth, { nickname: 'Claimed', shirt: 'mint-M' }),
    enrolment: await booth.enrolmentPath({ kind: 'staff', role: 'scan' }),
    kioskDevice: (await booth.booth.staff.devices()).find(({ kind }) => kind === 'kiosk')!.device,
    formToken: (await lead.open('/staff')).form().filled['formToken']!,
    shortCode: /<p class="door-code"><code>([^<]+)</.exec(door.html)![1]!,
  }
}

/** The route's real address, who may use it, and a body that is right. */
function aim(
  route: string,
  on: World,
): { path: string; who: Visitor; body: Record<string, string> } {
  const { attendee, passed, lead, kiosk } = on
  const mine = route.includes('/claim') ? passed : attendee
  const path = route
    .replace('/m/:link', mine.base)
    .replace('/enrol/:token', on.enrolment)
    .replace(':sku', 'blue-M')
    .replace(':device', on.kioskDevice)
  const body = { ...posts[route], ...rightBody(route, on) }
  if (route.startsWith('/staff'))
    return { path, who: lead, body: { ...body, formToken: on.formToken } }
  return { path, who: route.startsWith('/kiosk') ? kiosk : mine.visitor, body }
}

/** What only the world knows of a right body. */
function rightBody(route: string, { booth, shortCode, claimed, attendee, passed }: World) {
  const { cluster } = booth
  if (route === '/go') return { code: shortCode }
  if (route.endsWith('/check')) return { target: cluster.origin, key: cluster.readKey.encoded }
  if (route === '/staff/passes') return { tag: attendee.tag }
  if (posts[route]?.['tag'] === '') return { tag: passed.tag }
  return posts[route]?.['code'] === 'K7M2X-9QP4J' ? { code: claimed.code } : {}
}

describe('no other site can act for anybody', () => {
  let on: World
  beforeAll(async () => {
    on = await openWorld()
  })

  test('every POST route of the application stands in this table', () => {
    const found = everyRoute(createApp(on.booth.booth))
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path)
    expect([...new Set(found)].sort()).toEqual(Object.keys(posts).sort())
  })

  const ORIGIN = 'https://booth.test'
  const senders: Readonly<Record<string, Record<string, string | undefined>>> = {
    'another site': { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' },
    'a sister name': { 'Sec-Fetch-Site': 'same-site', Origin: 'https://evil.booth.test' },
    'another site that lies about its origin': { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN },
    'no site at all': { 'Sec-Fetch-Site': 'none', Origin: undefined },
    'two answers in one': { 'Sec-Fetch-Site': 'same-origin, cross-site', Origin: ORIGIN },
    capitals: { 'Sec-Fetch-Site': 'Same-Origin', Origin: ORIGIN },
    'an older browser on another site': {
      'Sec-Fetch-Site': undefined,
      Origin: 'https://evil.test',
    },
    'a page without an origin': { 'Sec-Fetch-Site': undefined, Origin: 'null' },
    'neither header': { 'Sec-Fetch-Site': undefined, Origin: undefined },
    'plain HTTP of the same name': { 'Sec-Fetch-Site': undefined, Origin: 'http://booth.test' },
    'another port': { 'Sec-Fetch-Site': undefined, Origin: `${ORIGIN}:444` },
    'a longer name': { 'Sec-Fetch-Site': undefined, Origin: `${ORIGIN}.evil.test` },
    'the right origin twice': { 'Sec-Fetch-Site': undefined, Origin: `${ORIGIN}, ${ORIGIN}` },
  }
  const routes = Object.keys(posts).filter((route) => route !== '/csp')

  test.each(Object.keys(senders))(
    '%s: refused on every route, the database unchanged',
    async (name) => {
      const before = await on.booth.dump()
      for (const route of routes) {
        const { path, who, body } = aim(route, on)
        const page = await who.post(path, body, { ...senders[name]!, Referer: `${ORIGIN}/` })
        expect([route, page.status, page.text.includes('another site')]).toEqual([route, 403, true])
      }
      expect(await on.booth.dump()).toEqual(before)
    },
  )

  test('a report of a broken policy is taken from anywhere and changes nothing', async () => {
    const before = await on.booth.dump()
    const page = await on.booth
      .visitor()
      .post('/csp', '{"csp-report":{"document-uri":"secret-x"}}', {
        'Content-Type': 'application/csp-report',
        'Sec-Fetch-Site': 'cross-site',
      })
    expect(page.status).toBe(204)
    expect(await on.booth.dump()).toEqual(before)
    expect(on.booth.log.join('')).not.toContain('secret-x')
  })

  test.each(routes.filter((route) => route.startsWith('/staff')))(
    '%s without the login’s own form token, with another’s, or with two: refused',
    async (route) => {
      const other = await on.booth.enrolled({ kind: 'staff', role: 'lead' }, 'Other')
      const theirs = (await other.open('/staff')).form().filled['formToken']!
      const before = await on.booth.dump()
      const { path, who, body } = aim(route, on)
      const { formToken, ...rest } = body
      const pairs = new URLSearchParams(rest).toString()
      for (const token of [
        '',
        `&formToken=${theirs}`,
        '&formToken=',
        `&formToken=${formToken!}&formToken=${formToken!}`,
      ]) {
        const page = await who.post(path, `${pairs}${token}`)
        expect([token.length, page.status]).toEqual([token.length, 403])
      }
      expect(await on.booth.dump()).toEqual(before)
    },
  )

  // The control: the same requests from our own pages do change things, so the table above can fail.
  test.each(routes)('%s from our own page is not refused', async (route) => {
    const { path, who, body } = aim(route, on)
    const page = await who.post(path, body, { 'Sec-Fetch-Site': undefined })
    expect([page.status, page.text.includes('another site')]).not.toEqual([403, true])
    expect(page.status).toBeLessThan(500)
  })
})

describe.each([
  ['https', 'https://booth.test'],
  ['plain http on a named host', PLAIN_HTTP],
])('what every answer carries, over %s', (_name, publicUrl) => {
  const secure = publicUrl.startsWith('https')
  let on: World
  const answers: Page[] = []
  let visitors: Visitor[]
  beforeAll(async () => {
    on = await openWorld({ PUBLIC_URL: publicUrl })
    const { attendee, passed, claimed, lead, kiosk } = on
    const evil = { Origin: 'https://evil.test' }
    const done = await (await kiosk.open('/kiosk/nickname')).submit({ nickname: 'Done' })
    const { assets } = on.booth.booth
    const paths: [Visitor, string][] = [
      ...[
        '/',
        '/register',
        '/go',
        '/wall',
        '/nothing',
        '/m/nobody',
        '/m/%FF',
        '/enrol/nobody',
        '/kiosk',
        '/staff',
        on.enrolment,
      ].map((path): [Visitor, string] => [on.booth.visitor(), path]),
      ...[
        'booth.css',
        'shirt-colours.css',
        'icons/shirt.svg',
        'platform/browser/enhancements.browser.ts',
        'staff/qr-worker.browser.ts',
        'nothing.css',
        '%FF',
      ].map((path): [Visitor, string] => [on.booth.visitor(), assets.url(path)]),
      ['/healthz', '/readyz'].map((path): [Visitor, string] => [on.booth.visitor(), path])[0]!,
      [on.booth.visitor(), '/readyz'],
      [attendee.visitor, attendee.base],
      [attendee.visitor, `${attendee.base}/nothing`],
      [passed.visitor, passed.base],
      [passed.visitor, `${passed.base}/claim`],
      [claimed.visitor, `${claimed.base}/claim`],
      ...['/kiosk', '/kiosk/notice', '/kiosk/nickname'].map((path): [Visitor, string] => [
        kiosk,
        path,
      ]),
      ...[
        '/staff',
        '/staff/stock',
        '/staff/stock/blue-M/recount',
        '/staff/stock/blue-M',
        '/staff/stock/blue-M/write-off',
        '/staff/deliveries',
        '/staff/counts',
        '/staff/stock-file',
        '/staff/exports/claims.csv',
        '/staff/phones',
        '/staff/room',
        '/staff/nothing',
      ].map((path): [Visitor, string] => [lead, path]),
    ]
    for (const [who, path] of paths) answers.push(await who.open(path, evil))
    answers.push(
      done,
      await attendee.visitor.post(`${attendee.base}/check`, { target: '<', key: '' }),
    )
    answers.push(
      await lead.post('/staff/look-ups', {
        formToken: on.formToken,
        code: claimed.code,
        scanId: 'k'.repeat(26),
      }),
    )
    answers.push(
      await lead.post('/staff/hand-overs', {
        formToken: on.formToken,
        code: claimed.code,
        scanId: 'l'.repeat(26),
      }),
    )
    answers.push(
      await lead.post('/staff/hand-overs', {
        formToken: on.formToken,
        code: claimed.code,
        scanId: 'm'.repeat(26),
      }),
    )
    answers.push(
      await on.booth.visitor().post('/register', {}),
      await on.booth.visitor().post('/register', {}, evil),
    )
    visitors = [attendee.visitor, passed.visitor, kiosk, lead]
  })

  const isScan = ({ html }: Page) => html.includes('data-camera') || html.includes('importScripts')

  test('the policy: only our own scripts and styles, framed by nobody; the scanner alone may run WASM', () => {
    for (const page of answers) {
      const policy = Object.fromEntries(
        String(page.headers['content-security-policy'])
          .split(';')
          .map((part) => part.trim().split(/ (.*)/s).slice(0, 2)),
      ) as Record<string, string>
      const claim = policy['trusted-types'] === 'claim-worker'
      if (claim)
        expect([page.path, secure]).toEqual([expect.stringMatching(/^\/m\/[^/]+\/claim$/), true])
      const scanner = policy['worker-src'] !== undefined && !claim
      expect([page.path, policy]).toEqual([
        page.path,
        scanner
          ? {
              ...POLICY,
              'script-src': "'self' 'wasm-unsafe-eval'",
              'worker-src': "'self'",
              'trusted-types': 'qr-worker',
            }
          : claim
            ? { ...POLICY, 'worker-src': "'self'", 'trusted-types': 'claim-worker' }
            : POLICY,
      ])
      if (scanner) expect(page.path).toMatch(/^\/staff(\/look-ups)?$|qr-worker/)
      if (isScan(page)) expect(policy['worker-src']).toBe("'self'")
    }
  })

  test('headers of every answer, errors and assets too', () => {
    for (const { path, headers } of answers) {
      expect([path, headers]).toMatchObject([
        path,
        {
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'x-frame-options': 'SAMEORIGIN',
        },
      ])
      expect(headers['permissions-policy']).toMatch(
        /^camera=\((self)?\), microphone=\(\), geolocation=\(\)$/,
      )
      expect([path, headers['x-powered-by'], headers['server']]).toEqual([
        path,
        undefined,
        undefined,
      ])
      expect([
        path,
        Object.keys(headers).filter((name) => name.startsWith('access-control')),
      ]).toEqual([path, []])
      expect(headers['strict-transport-security']).toBe(secure ? 'max-age=31536000' : undefined)
      expect(headers['cross-origin-opener-policy']).toBe(secure ? 'same-origin' : undefined)
    }
  })

  test('the camera is for the scan page alone', () => {
    for (const { path, headers } of answers)
      if (String(headers['permissions-policy']).includes('camera=(self)'))
        expect(path).toMatch(/^\/staff(\/look-ups)?$/)
  })

  test('nothing is kept by browsers or proxies, but assets, whose address changes with them', () => {
    for (const { path, status, headers } of answers)
      expect([path, headers['cache-control']]).toEqual([
        path,
        path.startsWith('/assets/') && status === 200
          ? 'public, max-age=31536000, immutable'
          : 'no-store',
      ])
  })

  test('no script, style or handler stands in a page itself', () => {
    const pages = answers.filter(({ headers }) =>
      String(headers['content-type']).startsWith('text/html'),
    )
    expect(pages.length).toBeGreaterThan(20)
    for (const { path, html } of pages) {
      expect([
        path,
        /<script(?![^>]*\bsrc="\/assets\/)[^>]*>|<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:/i.exec(
          html,
        )?.[0],
      ]).toEqual([path, undefined])
      expect([
        path,
        [...html.matchAll(/<script[^>]*>([^<]*)</g)].map(([, inside]) => inside).join(''),
      ]).toEqual([path, ''])
      expect([
        path,
        /(?:src|href|action)="(?:https?:)?\/\/(?!cloud\.elastic\.co\/)/.exec(html)?.[0],
      ]).toEqual([path, undefined])
    }
  })

  test('every cookie: HttpOnly, on the whole path and no other host; Secure and __Host- over HTTPS', () => {
    const lines = visitors.flatMap(({ setCookies }) => setCookies)
    expect(new Set(lines.map((line) => line.split('=')[0]))).toEqual(
      new Set(
        ['staff', 'kiosk', 'key', 'kibana', 'handout', 'language'].map(
          (name) => `${secure ? '__Host-' : 'booth-'}${name}`,
        ),
      ),
    )
    for (const line of lines) {
      const strict = /(staff|kiosk)=/.test(line)
      expect([
        line.split('=')[0],
        /; HttpOnly/.test(line),
        /; Path=\/(;|$)/.test(line),
        /; Domain/i.test(line),
      ]).toEqual([line.split('=')[0], true, true, false])
      expect([line.split('=')[0], /; Secure/.test(line)]).toEqual([line.split('=')[0], secure])
      expect(line).toContain(`SameSite=${strict ? 'Strict' : 'Lax'}`)
    }
  })

  test('a page of a booth on plain HTTP works without Sec-Fetch-Site, by its Origin', async () => {
    expect((await signUp(on.booth, 'Works')).page.status).toBe(200)
  })
})

describe('the sealed key', () => {
  const KEY = '__Host-key'
  let booth: TestBooth
  let owner: Attendee
  let sealed: string
  beforeAll(async () => {
    booth = await openTestBooth()
    owner = await signUp(booth, 'Owner')
    await connect(booth, owner)
    sealed = owner.visitor.cookies.get(KEY)!
  })

  const watchWith = async (attendee: Attendee, cookie: string) => {
    attendee.visitor.cookies.set(KEY, cookie)
    const answer = await attendee.visitor.post(`${attendee.base}/watch`, '')
    const page = await attendee.visitor.open(attendee.base)
    return [answer.status, page.status, page.html.includes('data-check')]
  }

  test('opens for its own registration', async () => {
    expect(await watchWith(owner, sealed)).toEqual([200, 200, true])
  })

  test('does not open for another registration', async () => {
    expect(await watchWith(await signUp(booth, 'Thief'), sealed)).toEqual([409, 200, false])
  })

  test('does not open on another server', async () => {
    const other = await openTestBooth({ database: databases[0]! })
    expect(await watchWith(await signUp(other, 'Elsewhere'), sealed)).toEqual([409, 200, false])
  })

  test('changed anywhere, cut or nonsense: ignored', async () => {
    const bytes = Buffer.from(sealed, 'base64url')
    const changed = [0, 11, 12, 27, 28, bytes.length - 1].map((place) => {
      const copy = Buffer.from(bytes)
      copy[place] = copy[place]! ^ 1
      return copy.toString('base64url')
    })
    const nonsense = [
      '',
      'x',
      '%FF',
      '%',
      sealed.slice(0, 20),
      sealed.slice(0, -4),
      `${sealed}AAAA`,
      '🦦'.normalize(),
      '{}',
    ]
    for (const cookie of [...changed, ...nonsense.map(encodeURIComponent), '%', '%FF'])
      expect([cookie.slice(0, 12), await watchWith(owner, cookie)]).toEqual([
        cookie.slice(0, 12),
        [409, 200, false],
      ])
    expect(await watchWith(owner, sealed)).toEqual([200, 200, true])
  })

  test('never holds the key readable', () => {
    const { id, api_key, encoded } = booth.cluster.readKey
    for (const text of [sealed, Buffer.from(sealed, 'base64url').toString('latin1')])
      for (const secret of [id, api_key, encoded]) expect(text.includes(secret)).toBe(false)
  })
})

describe.each(databases)('planted secrets, after a full journey on $name', (database) => {
  test('stand in no log line, no column and no file, but the claim code in its own', async () => {
    const booth = await openTestBooth({ database })
    const kiosk = await booth.enrolled({ kind: 'kiosk' })
    const done = await (await kiosk.open('/kiosk/nickname')).submit({ nickname: 'Canary' })
    const handout = kiosk.cookies.get('__Host-handout')!
    const shortCode = /<p class="door-code"><code>([^<]+)</.exec(done.html)![1]!
    const phone = booth.visitor()
    const mission = await (await phone.open('/go')).submit({ code: shortCode })
    const base = mission.path
    const tag = /id="tag">([^<]+)</.exec(mission.html)![1]!
    const { id, api_key, encoded } = booth.cluster.readKey
    const check = (key: string, target = booth.cluster.origin) =>
      phone.post(`${base}/check`, { target, key })

    await check(`${encoded}!!`, 'https://user:hunter2@my.example.com/path')
    await check(`ApiKey ${encoded}`, 'http://127.0.0.1:1')
    await check(encoded)
    const sealed = phone.cookies.get('__Host-key')!
    booth.ship(tag)
    booth.clock.goOn(2)
    const passed = await check(encoded)
    expect(outcomeOf(passed)).toBe('passed')
    const claimed = await (await phone.open(`${base}/claim`)).submit({ shirt: 'black-M' })
    const code = codeOn(claimed)

    const enrolment = await booth.enrolmentPath({ kind: 'staff', role: 'lead' })
    const staff = booth.visitor()
    await (await staff.open(enrolment)).submit({ name: 'Lee', pin: PIN })
    const found = await (await staff.open('/staff')).submit({ code }, { to: '/staff/look-ups' })
    await found.submit({}, { to: '/staff/hand-overs' })
    await found.submit({}, { to: '/staff/hand-overs' })
    await staff.post('/staff/hand-overs', { nothing: code })
    await phone.open(`${base}/%FF`)
    await phone.open(`${base}/nothing?key=${encodeURIComponent(encoded)}`)
    const { formToken } = found.form().filled

    const secrets: Record<string, string> = {
      'the API key': encoded,
      'the key’s secret half': api_key,
      'the key’s id': id,
      'a password in an address': 'hunter2',
      'the link': base.slice('/m/'.length),
      'the short code': shortCode,
      'the short code, bare': shortCode.replace('-', ''),
      'the enrolment link': enrolment.slice('/enrol/'.length),
      'the staff cookie': staff.cookies.get('__Host-staff')!,
      'the kiosk cookie': kiosk.cookies.get('__Host-kiosk')!,
      'the handout cookie': handout,
      'the key cookie': sealed,
      'the form token': formToken!,
      'the server’s secret': booth.secret.use((value) => value),
      'the claim code': code,
      'the claim code, bare': code.replace('-', ''),
    }
    const rows = await booth.dump()
    const places = Object.entries(secrets).flatMap(([name, secret]) => [
      ...booth.log.filter((line) => line.includes(secret)).map(() => `${name} in the log`),
      ...rows
        .filter(({ value }) => value.includes(secret))
        .map(({ table, column }) => `${name} in ${table}.${column}`),
    ])
    expect([...new Set(places)].sort()).toEqual([
      'the claim code, bare in claim.code',
      'the claim code, bare in scan.code_ref',
    ])
    // The log did see all of it: a search in an empty log finds nothing either.
    expect(booth.log.filter((line) => line.includes('/m/:link')).length).toBeGreaterThan(5)
    expect(rows.length).toBeGreaterThan(50)

    if (booth.place.kind === 'sqlite')
      for (const file of [booth.place.file, `${booth.place.file}-wal`]) {
        const bytes = readFileSync(file, 'latin1')
        for (const [name, secret] of Object.entries(secrets))
          if (!name.startsWith('the claim code'))
            expect([name, bytes.includes(secret)]).toEqual([name, false])
      }
  })

  test('nor when something breaks: the page says a number, the log says where, neither says a secret', async () => {
    const booth = await openTestBooth({ database })
    const { visitor, base, link } = await signUp(booth, 'Broken')
    const typed = { target: booth.cluster.origin, key: booth.cluster.readKey.encoded }
    await booth.storage.close()
    const pages = [
      await visitor.open(base),
      await visitor.post(`${base}/check`, typed),
      await visitor.post('/register', {
        nickname: 'Nobody',
        consent: 'yes',
        noticeVersion: '2026-11-01',
      }),
      await visitor.open(base, { Accept: 'application/json' }),
    ]
    for (const page of pages) {
      expect(page.status).toBe(500)
      expect(page.html).toContain(page.headers['x-request-id'])
      expect(page.html).not.toMatch(/\.ts:\d+|node_modules|sqlite|postgres|closed|driver/i)
      const line = booth.log.find(
        (one) => one.includes(page.headers['x-request-id'] as string) && one.includes('"error"'),
      )
      expect(line).toContain('error.stack_trace')
    }
    expect(booth.log.join('')).not.toContain(link)
    expect(booth.log.join('')).not.toContain(typed.key)
    const ready = await visitor.open('/readyz')
    expect([ready.status, ready.json()]).toEqual([
      503,
      { status: 'not ready', reason: 'the database does not answer' },
    ])
    expect((await visitor.open('/healthz')).status).toBe(200)
  })
})
