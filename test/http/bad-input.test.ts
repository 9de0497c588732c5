import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  answerOf,
  claimedAttendee,
  passedAttendee,
  signUp,
  type Attendee,
} from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page, Visitor } from '../support/visitor.ts'

const SCAN_ID = 'a'.repeat(26)
const KEY = 'VGhpc0lzQVNlY3JldEtleQ:never-to-be-shown-again'
const UNDECODABLE = '\uFFFD'

type Field = {
  valid: string
  /** Nobody fills it in: the error page names it. */
  hidden?: true
  /** Never shown again. */
  secret?: true
  /** May be left out, or be empty. */
  optional?: true
  /** More values that are no such thing. */
  wrong?: readonly string[]
}

type Form = {
  name: string
  path: (on: World) => string
  who: (on: World) => Visitor
  fields: Readonly<Record<string, Field>>
  /** So many bytes are refused; else a little more than 8 kB. */
  tooLarge?: number
}

type World = {
  booth: TestBooth
  anybody: Visitor
  kiosk: Visitor
  lead: Visitor
  attendee: Attendee
  passed: Attendee
  formToken: string
  enrolment: string
  noticeVersion: string
}

const desk = (path: string, fields: Form['fields']): Form => ({
  name: `POST ${path}`,
  path: () => path,
  who: ({ lead }) => lead,
  fields,
})

const scanId: Field = {
  valid: SCAN_ID,
  hidden: true,
  wrong: ['short', 'x'.repeat(65), '<b>'.repeat(9)],
}
const consent: Field = { valid: 'yes', wrong: ['no', 'true', 'YES'] }
const number = ['-1', '1.5', '1e3', 'NaN', '0x10', '１２', '9999999', 'two', '+1']

const forms: readonly Form[] = [
  {
    name: 'POST /register',
    path: () => '/register',
    who: ({ anybody }) => anybody,
    fields: {
      nickname: {
        valid: '미나',
        wrong: ['\u202Enimda', 'a\u0007b', '\u3164', 'x'.repeat(21), ' \u00A0 '],
      },
      consent,
      noticeVersion: { valid: '2026-11-01', wrong: ['2020-01-01'] },
    },
  },
  {
    name: 'POST /kiosk/notice',
    path: () => '/kiosk/notice',
    who: ({ kiosk }) => kiosk,
    fields: {
      consent: { ...consent, hidden: true },
      noticeVersion: { valid: '2026-11-01', hidden: true, wrong: ['2020-01-01'] },
    },
  },
  {
    name: 'POST /kiosk/registrations',
    path: () => '/kiosk/registrations',
    who: ({ kiosk }) => kiosk,
    fields: {
      nickname: { valid: 'ミナ', wrong: ['a\u0000b', 'x'.repeat(21)] },
      consent: { ...consent, hidden: true },
      noticeVersion: { valid: '2026-11-01', hidden: true, wrong: ['2020-01-01'] },
    },
  },
  {
    name: 'POST /go',
    path: () => '/go',
    who: ({ anybody }) => anybody,
    fields: {
      code: { valid: '', wrong: ['ABC', '1111-1111', 'x'.repeat(41), '<script>', '🦦🦦🦦🦦'] },
    },
  },
  {
    name: 'POST /enrol/:token',
    path: ({ enrolment }) => enrolment,
    who: ({ anybody }) => anybody,
    fields: { name: { valid: 'Park', wrong: ['x'.repeat(41), 'a\u001B[31mb', 'a\u2028b'] } },
  },
  {
    name: 'POST /m/:link/check',
    path: ({ attendee }) => `${attendee.base}/check`,
    who: ({ attendee }) => attendee.visitor,
    fields: {
      target: { valid: 'https://my-dep.es.us-east-1.aws.found.io', wrong: ['x'.repeat(1025)] },
      key: { valid: KEY, secret: true, wrong: ['x'.repeat(4097)] },
    },
  },
  {
    name: 'POST /m/:link/line',
    path: ({ attendee }) => `${attendee.base}/line`,
    who: ({ attendee }) => attendee.visitor,
    fields: { line: { valid: 'connection refused', wrong: ['x'.repeat(6001)] } },
  },
  {
    name: 'POST /m/:link/practice',
    path: ({ attendee }) => `${attendee.base}/practice`,
    who: ({ attendee }) => attendee.visitor,
    fields: { ship: { valid: 'right', hidden: true, wrong: ['wrong', 'RIGHT'] } },
  },
  {
    name: 'POST /m/:link/claim',
    path: ({ passed }) => `${passed.base}/claim`,
    who: ({ passed }) => passed.visitor,
    fields: {
      shirt: {
        valid: 'black-M',
        wrong: ['black', 'black-XXXL', 'red-M', 'black-M-M', 'BLACK-M', '-', '__proto__-M'],
      },
    },
  },
  {
    name: 'POST /m/:link/claim/wait',
    path: ({ passed }) => `${passed.base}/claim/wait`,
    who: ({ passed }) => passed.visitor,
    fields: {
      shirt: { valid: 'black-M', wrong: ['black', 'red-M', 'black-M-M', '-', '__proto__-M'] },
    },
  },
  desk('/staff/look-ups', { code: { valid: 'K7M2X-9QP4J', wrong: ['x'.repeat(201)] }, scanId }),
  desk('/staff/hand-overs', {
    code: { valid: 'K7M2X-9QP4J', hidden: true, wrong: ['x'.repeat(201)] },
    scanId,
  }),
  desk('/staff/expired-hand-overs', {
    code: { valid: 'K7M2X-9QP4J', hidden: true, wrong: ['x'.repeat(201)] },
    pickedUpBy: { valid: 'Lee', optional: true, wrong: ['x'.repeat(41), 'a\u0000b'] },
    scanId,
  }),
  desk('/staff/swap-choices', {
    code: { valid: 'K7M2X-9QP4J', hidden: true, wrong: ['x'.repeat(201)] },
    scanId,
  }),
  desk('/staff/swaps', {
    code: { valid: 'K7M2X-9QP4J', hidden: true, wrong: ['x'.repeat(201)] },
    shirt: { valid: 'black-M', hidden: true, wrong: ['black', 'black-M-M', '-', 'x'.repeat(25)] },
    returned: { valid: 'good', hidden: true, wrong: ['eaten', 'GOOD'] },
    scanId,
  }),
  desk('/staff/gifts', {
    shirt: { valid: 'black-M', wrong: ['black', 'black-XXXL', 'red-M', '__proto__-M'] },
    reason: { valid: '발표자에게', wrong: ['x'.repeat(201), 'a\u0000b'] },
    scanId,
  }),
  desk('/staff/searches', { text: { valid: 'Mina', wrong: ['x'.repeat(81), 'a\u0000b'] } }),
  desk('/staff/choices', {
    tag: { valid: 'pycon-zzzzzzzzz', hidden: true, wrong: ['x'.repeat(41), '%'] },
  }),
  desk('/staff/reservations', {
    tag: { valid: 'pycon-zzzzzzzzz', hidden: true, wrong: ['x'.repeat(41), '%'] },
    shirt: { valid: 'black-M', hidden: true, wrong: ['black', '-', 'x'.repeat(25)] },
    scanId,
  }),
  desk('/staff/undos', {
    handOver: { valid: 'b'.repeat(26), hidden: true, wrong: ['short'] },
    returned: { valid: 'good', optional: true, hidden: true, wrong: ['eaten', 'GOOD'] },
    scanId,
  }),
  desk('/staff/stock/black-M/recount', {
    counted: { valid: '7', wrong: number },
    reason: { valid: '상자 하나가 더 있었음', wrong: ['x'.repeat(201), 'a\u0000b'] },
    seen: { valid: '40', hidden: true, wrong: number },
    scanId,
  }),
  desk('/staff/stock/blue-M/damage', {
    qty: { valid: '1', wrong: [...number, '0'] },
    reason: { valid: '커피를 쏟음', wrong: ['x'.repeat(201), 'a\u0000b'] },
    scanId,
  }),
  desk('/staff/stock/blue-M/write-off', {
    qty: { valid: '1', wrong: [...number, '0'] },
    from: { valid: 'available', wrong: ['reserved', 'AVAILABLE', '__proto__'] },
    reason: { valid: '버림', wrong: ['x'.repeat(201), 'a\u0000b'] },
    scanId,
  }),
  desk('/staff/stock/blue-M/hold-back', {
    qty: { valid: '1', wrong: [...number, '0'] },
    until: { valid: 'lead', wrong: ['2026-11-28', 'LEAD', '__proto__'] },
    scanId,
  }),
  desk('/staff/stock/blue-M/give-free', { qty: { valid: '1', wrong: [...number, '0'] }, scanId }),
  desk('/staff/deliveries', {
    note: { valid: '택배 4711', wrong: ['x'.repeat(201), 'a\u0000b'] },
    scanId,
  }),
  desk('/staff/counts', {
    reason: { valid: '저녁', wrong: ['x'.repeat(201), 'a\u0000b'] },
    scanId,
  }),
  {
    ...desk('/staff/stock-file', {
      file: { valid: 'sku,counted\nblue-M,1', wrong: ['x'.repeat(60_001)] },
    }),
    tooLarge: 300_000,
  },
  desk('/staff/phones', {
    role: { valid: 'scan', hidden: true, wrong: ['owner', 'SCAN', 'constructor'] },
  }),
  desk('/staff/passes', {
    tag: { valid: 'pycon-zzzzzzzzz', wrong: ['x'.repeat(41), 'a\u0000b'] },
    reason: { valid: 'saw it on their screen', wrong: ['x'.repeat(201), 'a\u0000b'] },
  }),
]

/** A field that may be left out is left out like this, or stands under another name. */
const UNSAID = ['missing', 'empty', 'blank', 'a list', 'an object', 'a prototype']

/** What may be wrong with one field, as the pairs of the body that take its place. */
const mistakes: Readonly<Record<string, (field: string, valid: string) => string>> = {
  missing: () => '',
  empty: (field) => `${field}=`,
  blank: (field) => `${field}=%20%09`,
  'given twice': (field, valid) =>
    `${field}=${encodeURIComponent(valid)}&${field}=${encodeURIComponent(valid)}`,
  'a list': (field, valid) => `${field}[]=${encodeURIComponent(valid)}`,
  'an object': (field, valid) => `${field}[a]=${encodeURIComponent(valid)}`,
  'a prototype': (field, valid) =>
    `${field}[__proto__][x]=${encodeURIComponent(valid)}&__proto__[${field}]=x`,
  'in Latin-1': (field) => `${field}=caf%E9`,
  'in EUC-KR': (field) => `${field}=%B9%CC%B3%AA`,
  'cut in the middle of a letter': (field) => `${field}=%EB%AF`,
  'a bad percent sequence': (field) => `${field}=100%`,
  'a NUL': (field, valid) => `${field}=${encodeURIComponent(valid)}%00`,
}

describe('every field of every form', () => {
  let on: World
  beforeAll(async () => {
    on = await openWorld()
  })

  const cases = forms.flatMap(({ name, fields }) =>
    Object.entries(fields).flatMap(([field, { wrong = [], optional }]) => [
      ...Object.keys(mistakes)
        .filter((mistake) => !(optional && UNSAID.includes(mistake)))
        .map((mistake) => ({ name, field, mistake })),
      ...wrong.map((value) => ({
        name,
        field,
        mistake: JSON.stringify(value.slice(0, 30)),
        value,
      })),
    ]),
  )

  test.each(cases)('$name: $field, $mistake', async ({ name, field, mistake, ...rest }) => {
    const form = forms.find((one) => one.name === name)!
    const others = Object.entries({ ...form.fields, ...token(form, on) }).filter(
      ([other]) => other !== field,
    )
    const valid = form.fields[field]!.valid
    const pairs = [
      ...others.map(([other, about]) => `${other}=${encodeURIComponent(about.valid)}`),
      'value' in rest
        ? `${field}=${encodeURIComponent(String(rest.value))}`
        : mistakes[mistake]!(field, valid),
    ]
    const before = await on.booth.rowCounts()
    const page = await form.who(on).post(form.path(on), pairs.join('&'))

    expect(page.status).toBeGreaterThanOrEqual(400)
    expect(page.status).toBeLessThan(500)
    expect([field, isNamed(page, field)]).toEqual([field, true])
    expect(await on.booth.rowCounts()).toEqual(before)
    expectNothingInside(page)
    if (!form.fields[field]!.hidden) expectKept(page, form, field)
  })
})

describe('whole bodies', () => {
  let on: World
  beforeAll(async () => {
    on = await openWorld()
  })

  const bodies: Readonly<
    Record<
      string,
      (pairs: string, fields: Record<string, string>, most: number) => [string, string | Buffer]
    >
  > = {
    'said to be UTF-16': (pairs) => ['application/x-www-form-urlencoded; charset=utf-16', pairs],
    'said to be Latin-1': (pairs) => [
      'application/x-www-form-urlencoded; charset=iso-8859-1',
      pairs,
    ],
    'said to be of no known kind': (pairs) => [
      'application/x-www-form-urlencoded; charset=klingon',
      pairs,
    ],
    'in UTF-16': (pairs) => [
      'application/x-www-form-urlencoded',
      Buffer.from(pairs, 'utf16le').toString('latin1'),
    ],
    JSON: (_, fields) => ['application/json', JSON.stringify(fields)],
    'JSON with a prototype': () => [
      'application/json',
      '{"__proto__":{"nickname":"x","consent":"yes"}}',
    ],
    multipart: () => [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="nickname"\r\n\r\nMina\r\n--x--\r\n',
    ],
    'plain text': (pairs) => ['text/plain', pairs],
    empty: () => ['application/x-www-form-urlencoded', ''],
    'a thousand fields': (pairs) => [
      'application/x-www-form-urlencoded',
      `${pairs}${'&a=1'.repeat(1001)}`,
    ],
    'too large': (pairs, _, most) => [
      'application/x-www-form-urlencoded',
      `${pairs}&x=${'x'.repeat(most)}`,
    ],
    'packed as no browser packs a form': (pairs) => [
      'application/x-www-form-urlencoded',
      gzipSync(pairs),
    ],
    'packed in a way nobody knows': (pairs) => ['application/x-www-form-urlencoded', pairs],
  }
  const cases = forms.flatMap(({ name }) => Object.keys(bodies).map((body) => ({ name, body })))

  test.each(cases)('$name: $body', async ({ name, body }) => {
    const form = forms.find((one) => one.name === name)!
    const fields = Object.fromEntries(
      Object.entries({ ...form.fields, ...token(form, on) }).map(([field, { valid }]) => [
        field,
        valid,
      ]),
    )
    const [type, text] = bodies[body]!(
      new URLSearchParams(fields).toString(),
      fields,
      form.tooLarge ?? 9_000,
    )
    const before = await on.booth.rowCounts()
    const page = await form.who(on).post(form.path(on), text, {
      'Content-Type': type,
      ...(body.startsWith('packed') && {
        'Content-Encoding': body.includes('browser') ? 'gzip' : 'zebra',
      }),
    })
    expect([page.status >= 400 && page.status < 500, page.status]).toEqual([true, page.status])
    expect(await on.booth.rowCounts()).toEqual(before)
    expectNothingInside(page)
    expect(page.text).not.toBe('')
  })
})

describe('addresses', () => {
  let on: World
  beforeAll(async () => {
    on = await openWorld()
  })

  const queries: [string, string, (on: World) => [Visitor, string]][] = [
    ['lang', 'en', ({ anybody }) => [anybody, '/register']],
    ['lang', 'en', ({ anybody }) => [anybody, '/wall']],
    ['lang', 'en', ({ lead }) => [lead, '/staff']],
    ['lang', 'en', ({ kiosk }) => [kiosk, '/kiosk/notice']],
    ['system', 'windows', ({ attendee }) => [attendee.visitor, attendee.base]],
    ['change', 'yes', ({ passed }) => [passed.visitor, `${passed.base}/claim`]],
    ['saved', 'black-M', ({ lead }) => [lead, '/staff/stock']],
    ['shirt', 'black-M', ({ lead }) => [lead, '/staff/gifts']],
    ['delivered', 'yes', ({ lead }) => [lead, '/staff/stock']],
    ['done', 'damage', ({ lead }) => [lead, '/staff/stock/black-M']],
    ['before', '100', ({ lead }) => [lead, '/staff/stock/black-M']],
  ]
  const wrongs = (name: string, valid: string): [string, string][] => [
    ['empty', `${name}=`],
    ['something else', `${name}=klingon`],
    ['capitals', `${name}=${valid.toUpperCase()}X`],
    ['twice', `${name}=${valid}&${name}=${valid}`],
    ['too long', `${name}=${'x'.repeat(2000)}`],
    ['undecodable', `${name}=%FF`],
    ['a NUL', `${name}=${valid}%00`],
    ['a prototype', `${name}=__proto__`],
  ]

  test.each(
    queries.flatMap(([name, valid, where]) =>
      wrongs(name, valid).map(([what, query]) => ({ name, what, query, where })),
    ),
  )('query $name: $what', async ({ name, query, where }) => {
    const [visitor, path] = where(on)
    const before = await on.booth.rowCounts()
    const page = await visitor.open(`${path}?${query}`)
    expect(page.status).toBe(400)
    expect(page.text).toContain(`Look at: ${name}`)
    expect(await on.booth.rowCounts()).toEqual(before)
    expectNothingInside(page)
  })

  test.each(queries)(
    'query %s=%s is taken, and so is one that others append',
    async (name, valid, where) => {
      const [visitor, path] = where(on)
      expect((await visitor.open(`${path}?${name}=${valid}&utm_source=x&fbclid=1`)).status).toBe(
        200,
      )
    },
  )

  const unknown: [string, number, string, ((on: World) => Visitor)?][] = [
    ['/m/nobody', 404, 'Open my mission|Type your short code|/go'],
    ['/m/nobody/claim', 404, '/go'],
    [`/m/${'x'.repeat(3000)}`, 404, '/go'],
    ['/m/%FF', 400, 'Go back and try once more'],
    ['/m/%00', 404, '/go'],
    ['/m/..%2f..%2fetc%2fpasswd', 404, '/go'],
    ['/m/__proto__', 404, '/go'],
    ['/nothing', 404, 'There is no such page'],
    ['/%FF', 404, 'There is no such page'],
    ['/enrol/nobody', 404, 'do not know this enrolment link'],
    [`/enrol/${'x'.repeat(300)}`, 404, 'do not know this enrolment link'],
    ['/enrol/%E0%A4%A', 400, 'Go back and try once more'],
    ['/assets/0000/booth.css', 404, 'There is no such page'],
    ['/kiosk', 403, '/register'],
    ['/staff', 403, 'Staff'],
    ['/staff/stock/black-M/recount', 403, 'Staff'],
    ['/staff/stock/red-M', 404, 'There is no such page', ({ lead }) => lead],
    ['/staff/stock/red-M/damage', 404, 'There is no such page', ({ lead }) => lead],
    ['/staff/exports/codes.csv', 404, 'There is no such page', ({ lead }) => lead],
    ['/staff/stock/red-M/recount', 404, 'There is no such page', ({ lead }) => lead],
    ['/staff/stock/%FF/recount', 400, 'Go back and try once more', ({ lead }) => lead],
    ['/staff/nothing', 404, 'There is no such page', ({ lead }) => lead],
    ['/kiosk/nothing', 404, 'There is no such page', ({ kiosk }) => kiosk],
  ]

  test.each(unknown.map(([path, status, words, who]) => ({ path, status, words, who })))(
    '$path → $status and what to do',
    async ({ path, status, words, who }) => {
      const page = await (who?.(on) ?? on.anybody).open(path)
      expect(page.status).toBe(status)
      expect(page.html).toMatch(new RegExp(words))
      expect(page.html).toMatch(/<a class="button|href="\/|enrolment link/)
      expectNothingInside(page)
      expect(page.headers['x-request-id']).toMatch(/^[\w-]{10,}$/)
    },
  )

  test('an asset’s address that cannot be decoded has an error page too', async () => {
    const page = await on.anybody.open(`${on.booth.booth.assets.url('')}%FF`)
    expect([page.status, page.text.includes('Go back and try once more')]).toEqual([400, true])
    expectNothingInside(page)
  })

  test('an error page carries the request’s id, the one in the log', async () => {
    const page = await on.anybody.open('/nothing')
    const id = page.headers['x-request-id'] as string
    expect(page.text).toContain(id)
    expect(on.booth.log.some((line) => line.includes(id))).toBe(true)
  })

  test('what asks for JSON gets the problem as JSON', async () => {
    const page = await on.anybody.open('/m/nobody', { Accept: 'application/json' })
    expect([page.status, page.json()]).toEqual([
      404,
      { problem: 'unknown-link', requestId: page.headers['x-request-id'] },
    ])
    const bad = await on.lead.post(
      '/staff/undos',
      { formToken: on.formToken },
      { Accept: 'application/json' },
    )
    expect([bad.status, bad.json()]).toMatchObject([400, { problem: 'bad-form', field: 'scanId' }])
  })

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'] as const)(
    '%s is refused everywhere, and says what is allowed',
    async (method) => {
      const before = await on.booth.rowCounts()
      for (const path of ['/', '/register', '/staff', '/wall', on.attendee.base, '/nothing']) {
        const page = await send(on.booth, method, path)
        expect([path, page.status, page.headers.get('allow')]).toEqual([
          path,
          405,
          'GET, HEAD, POST',
        ])
      }
      expect(await on.booth.rowCounts()).toEqual(before)
    },
  )

  test('a method in a header or a field changes nothing', async () => {
    const before = await on.booth.rowCounts()
    const page = await on.lead.post(
      '/staff/undos',
      { formToken: on.formToken, _method: 'DELETE' },
      { 'X-HTTP-Method-Override': 'DELETE' },
    )
    expect(page.status).toBe(400)
    expect(await on.booth.rowCounts()).toEqual(before)
  })

  test.each([
    '/m/:link/check',
    '/m/:link/check-again',
    '/m/:link/mission',
    '/m/:link/doors',
    '/staff/look-ups',
    '/staff/hand-overs',
    '/staff/swap-choices',
    '/staff/gifts',
    '/staff/searches',
    '/kiosk/registrations',
  ])(
    'the address of an answer, %s, opened anew leads to its page, in the language asked for',
    async (pattern) => {
      const path = pattern.replace('/m/:link', on.attendee.base)
      const who = pattern.startsWith('/staff')
        ? on.lead
        : pattern.startsWith('/kiosk')
          ? on.kiosk
          : on.attendee.visitor
      const page = await who.open(`${path}?lang=ja`)
      expect(page.status).toBe(200)
      expect(page.html).toContain('<html lang="ja"')
      await who.open(`${path}?lang=en`)
    },
  )

  test('HEAD answers like GET, without a body, and ends', async () => {
    for (const path of ['/register', '/wall', '/wall/events', `${on.attendee.base}/events`]) {
      const answer = await send(on.booth, 'HEAD', path)
      expect([path, answer.status]).toEqual([path, 200])
    }
  })
})

describe('limits', () => {
  test('checking too often is no error: the page shows when it asks again, and the cluster is left alone', async () => {
    const booth = await openTestBooth()
    const attendee = await signUp(booth)
    const { base, visitor } = attendee
    const typed = { target: booth.cluster.origin, key: booth.cluster.readKey.encoded }
    for (let time = 0; time < 4; time++) await visitor.post(`${base}/check`, typed)
    const asked = booth.cluster.requests().length
    const page = await visitor.post(`${base}/check`, typed)
    expect([page.status, page.path]).toEqual([200, base])
    expect(page.html).toContain('data-until="')
    expect(booth.cluster.requests()).toHaveLength(asked)
  })

  test('the whole booth takes 120 sign-ups a minute from own devices, then says to wait', async () => {
    const booth = await openTestBooth()
    const form = { nickname: 'Bot', consent: 'yes', noticeVersion: '2026-11-01' }
    const visitor = booth.visitor()
    for (let time = 0; time < 120; time++) await booth.booth.ownRegistrations.take('booth')
    const page = await visitor.post('/register', form)
    expect([
      page.status,
      page.text.includes('Press the button again in 60 seconds, or use the kiosk'),
    ]).toEqual([429, true])
    expect(page.headers['retry-after']).toBe('60')
    expect(page.form('/register').filled['nickname']).toBe('Bot')
    const kiosk = await booth.enrolled({ kind: 'kiosk' })
    const done = await (await kiosk.open('/kiosk/nickname')).submit({ nickname: 'Person' })
    expect(done.path).toBe('/kiosk/done')
  })

  test.each(['/staff/look-ups', '/staff/hand-overs'])(
    'a phone may try 60 unknown codes a minute by %s',
    async (path) => {
      const booth = await openTestBooth()
      const phone = await booth.enrolled({ kind: 'staff', role: 'scan' })
      const { formToken } = (await phone.open('/staff')).form().filled
      const scan = () =>
        phone.post(path, {
          formToken: formToken!,
          code: 'K7M2X-9QP4J',
          scanId: crypto.randomUUID(),
        })
      for (let time = 0; time < 59; time++) await scan()
      const last = await scan()
      expect([last.status, answerOf(last)]).toEqual([404, 'refused'])
      expect((await scan()).status).toBe(429)
    },
  )
})

async function openWorld(): Promise<World> {
  const booth = await openTestBooth({
    database: databases[1]!,
    practice: {
      connectionOf: () => Promise.resolve({ address: '', key: '' }),
      ship: () => Promise.resolve(),
    },
  })
  const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
  return {
    booth,
    anybody: booth.visitor(),
    kiosk: await booth.enrolled({ kind: 'kiosk' }),
    lead,
    attendee: await signUp(booth, 'Bad Input'),
    passed: await claimedAttendee(booth, { nickname: 'Passed' }).then(() =>
      passedAttendee(booth, 'Passed too'),
    ),
    formToken: (await lead.open('/staff')).form().filled['formToken']!,
    enrolment: await booth.enrolmentPath({ kind: 'staff', role: 'scan' }),
    noticeVersion: booth.event.privacy.noticeVersion,
  }
}

function token({ name }: Form, { formToken }: World): Record<string, Field> {
  return name.includes('/staff/') ? { formToken: { valid: formToken } } : {}
}

/** Beside the field itself, on the error page, or as a big answer of the desk. */
function isNamed(page: Page, field: string): boolean {
  const beside = page.forms.some(({ wrong }) => wrong.includes(field))
  const box = page.html.includes(`id="${field}-error"`)
  const consentFor = field === 'noticeVersion' && page.html.includes('id="consent-error"')
  const answer = field === 'code' && page.status < 500 && answerOf(page) === 'refused'
  return beside || box || consentFor || answer || page.text.includes(`Look at: ${field}`)
}

function expectKept(page: Page, form: Form, field: string): void {
  const shown = page.forms.find(({ names }) => names.includes(field))
  for (const [other, about] of Object.entries(form.fields)) {
    if (other === field || about.hidden || other === 'noticeVersion') continue
    if (about.secret) expect(page.html).not.toContain(about.valid)
    else if (field !== 'noticeVersion')
      expect([other, shown?.filled[other]]).toEqual([other, about.valid])
  }
}

/** Nothing of our inside, and no key, stands in an answer. */
function expectNothingInside(page: Page): void {
  expect(page.html).not.toMatch(/\.ts:\d+|node_modules|\bat \w+ \(|SQLITE|syntax error|ZodError/)
  expect(page.html).not.toContain(KEY)
  expect(page.html).not.toContain('never-to-be-shown-again')
  expect(page.html).not.toContain(`value="${UNDECODABLE}${UNDECODABLE}`)
}

async function send({ server, origin }: TestBooth, method: string, path: string) {
  const { port } = server.address() as { port: number }
  // The test's own client; the product's rule against dialling does not concern it.
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
    signal: AbortSignal.timeout(5_000),
    redirect: 'manual',
  })
  return { status: answer.status === 303 ? 200 : answer.status, headers: answer.headers }
}
