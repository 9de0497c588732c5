import { beforeAll, describe, expect, test } from '@jest/globals'
import { parseCsv } from '../../src/shared/csv.ts'
import { claimedAttendee, passedAttendee, stockLine } from '../support/attendee.ts'
import { databases } from '../support/databases.ts'
import { openTestBooth, type TestBooth } from '../support/test-booth.ts'
import type { Page, Visitor } from '../support/visitor.ts'

/** Path, and the form's fields where it posts. */
const LEADS_ONLY: [string, Record<string, string>?][] = [
  ['/staff/deliveries', { note: 'box', 'qty-black-M': '1' }],
  ['/staff/counts', { reason: 'evening', 'counted-black-M': '40', 'seen-black-M': '40' }],
  ['/staff/stock-file', { file: 'sku,quantity\nblack-M,1' }],
  ['/staff/stock/black-M/recount', { counted: '40', seen: '40', reason: 'r' }],
  ['/staff/stock/black-M/hold-back', { qty: '1', until: 'lead' }],
  ['/staff/stock/black-M/give-free', { qty: '1' }],
  ['/staff/stock/black-M/write-off', { qty: '1', from: 'available', reason: 'r' }],
  ['/staff/exports/stock.csv'],
  ['/staff/exports/ledger.csv'],
  ['/staff/exports/claims.csv'],
]
const ALL_STAFF: [string, Record<string, string>?][] = [
  ['/staff/stock'],
  ['/staff/stock/black-M'],
  ['/staff/stock/black-M/damage', { qty: '1', reason: 'torn' }],
]

let scans = 0
const newScanId = () => `http-${String(++scans).padStart(22, '0')}`

describe.each(databases)('stock work, over HTTP, on $name', (database) => {
  let booth: TestBooth
  let lead: Visitor
  let scan: Visitor
  beforeAll(async () => {
    booth = await openTestBooth({ database })
    lead = await booth.enrolled({ kind: 'staff', role: 'lead' }, 'Lee')
    scan = await booth.enrolled({ kind: 'staff', role: 'scan' }, 'Kim')
  })

  const lineNow = async (sku: string) => {
    const line = (await booth.booth.stock.overview()).find((each) => each.sku === sku)
    if (!line) throw new Error(`no ${sku}`)
    return line
  }
  const submit = async (path: string, fields: Record<string, string>) =>
    (await lead.open(path)).submit(fields, { to: path })
  const wrongOn = (page: Page) => page.forms.flatMap(({ wrong }) => wrong)

  describe('who may', () => {
    const tokenOf = async (who: Visitor) =>
      (await who.open('/staff')).form().filled['formToken'] ?? ''
    const call = async (who: Visitor, path: string, fields?: Record<string, string>) => {
      if (!fields) return who.open(path)
      return who.post(path, { ...fields, scanId: newScanId(), formToken: await tokenOf(who) })
    }

    test('a scan phone sees stock and reports damage; everything else is a lead’s', async () => {
      for (const [path, fields] of ALL_STAFF) {
        expect([path, (await scan.open(path)).status]).toEqual([path, 200])
        if (fields) expect([path, (await call(scan, path, fields)).status]).toEqual([path, 200])
      }
      const before = await booth.dump()
      for (const [path, fields] of LEADS_ONLY) {
        const seen = await scan.open(path)
        expect([path, seen.status, seen.text.includes('For leads only')]).toEqual([path, 403, true])
        if (fields) expect([path, (await call(scan, path, fields)).status]).toEqual([path, 403])
      }
      expect(await booth.dump()).toEqual(before)
    })

    test.each(['lead', 'admin'] as const)('%s may do all of it', async (role) => {
      const who = await booth.enrolled({ kind: 'staff', role }, `A ${role}`)
      for (const [path] of [...ALL_STAFF, ...LEADS_ONLY])
        expect([path, (await who.open(path)).status]).toEqual([path, 200])
    })

    test('a visitor, an attendee and a kiosk may do none of it', async () => {
      const kiosk = await booth.enrolled({ kind: 'kiosk' })
      const { visitor: attendee } = await passedAttendee(booth, 'Outsider')
      const before = await booth.dump()
      for (const who of [booth.visitor(), attendee, kiosk])
        for (const [path, fields] of [...ALL_STAFF, ...LEADS_ONLY]) {
          expect([path, (await who.open(path)).status]).toEqual([path, 403])
          if (fields) expect([path, (await who.post(path, fields)).status]).toEqual([path, 403])
        }
      expect(await booth.dump()).toEqual(before)
    })

    test('the pages show a scan phone no button that would refuse it', async () => {
      for (const path of ['/staff/stock', '/staff/stock/black-M']) {
        const { html } = await scan.open(path)
        for (const [forLeads] of LEADS_ONLY)
          expect([path, forLeads, html.includes(`"${forLeads}"`)]).toEqual([path, forLeads, false])
      }
      expect((await scan.open('/staff/stock/black-M')).text).not.toContain('Movements')
    })
  })

  describe('units of one line', () => {
    test('damage, write-off, hold-back and give-free move what they say, and the ledger tells', async () => {
      const before = await lineNow('mint-M')
      const done = await submit('/staff/stock/mint-M/damage', { qty: '2', reason: 'coffee' })
      expect([done.path, done.text.includes('Noted as damaged')]).toEqual([
        '/staff/stock/mint-M?done=damage',
        true,
      ])
      await submit('/staff/stock/mint-M/write-off', { qty: '1', from: 'damaged', reason: 'bin' })
      await submit('/staff/stock/mint-M/hold-back', { qty: '5', until: '2026-11-29' })
      await submit('/staff/stock/mint-M/give-free', { qty: '2' })
      expect(await lineNow('mint-M')).toMatchObject({
        available: before.available - 5,
        damaged: 1,
        heldBack: 3,
        onHand: before.onHand - 1,
      })
      const { text } = await lead.open('/staff/stock/mint-M')
      expect(text).toMatch(
        /Movements Given free 2 held back → left .* Lee · Linux .*Held back 5 .*Written off 1 damaged → outside · bin .*Damaged 2 left → damaged · coffee/,
      )
    })

    test('the same form sent twice counts once', async () => {
      const before = await lineNow('pink-M')
      const page = await lead.open('/staff/stock/pink-M/hold-back')
      for (let sent = 0; sent < 2; sent++)
        expect((await page.submit({ qty: '3', until: 'lead' })).status).toBe(200)
      expect((await lineNow('pink-M')).heldBack).toBe(before.heldBack + 3)
    })

    test.each([
      ['damage', { qty: '0', reason: 'torn' }, 400, ['qty']],
      ['damage', { qty: '1', reason: ' ' }, 400, ['reason']],
      ['damage', { qty: '999999', reason: 'torn' }, 409, ['qty']],
      ['write-off', { qty: '1', reason: 'lost' }, 400, ['from', 'from']],
      ['write-off', { qty: '9', reason: 'lost', from: 'damaged' }, 409, ['qty']],
      ['hold-back', { qty: '1', until: '2026-11-28' }, 400, ['until', 'until']],
      ['hold-back', { qty: 'two', until: 'lead' }, 400, ['qty']],
      ['give-free', { qty: '1' }, 409, ['qty']],
    ])(
      '%s %j: refused, the field named, nothing moved',
      async (...[change, fields, status, wrong]) => {
        const before = await lineNow('blue-S')
        const page = await submit(`/staff/stock/blue-S/${change}`, fields)
        expect([page.status, wrongOn(page)]).toEqual([status, wrong])
        expect(await lineNow('blue-S')).toEqual(before)
      },
    )

    test('the ledger is paged, and an odd page is refused', async () => {
      for (let number = 0; number < 60; number++)
        await booth.booth.stock.deliver({
          ...{ sku: 'pink-3XL', qty: 1, scanId: newScanId(), reason: `box ${number}` },
          by: { person: 'p', device: 'd', role: 'lead' },
        })
      const first = await lead.open('/staff/stock/pink-3XL')
      expect(first.text).toContain('box 59')
      expect(first.text).not.toContain('box 9 ')
      const older = /href="(\/staff\/stock\/pink-3XL\?before=\d+)"/.exec(first.html)![1]!
      const second = await lead.open(older)
      expect(second.text).toContain('box 9 ')
      expect(second.text).not.toContain('box 59')
      for (const before of ['x', '-1', '1&before=2'])
        expect((await lead.open(`/staff/stock/pink-3XL?before=${before}`)).status).toBe(400)
    })
  })

  describe('a delivery', () => {
    test('many lines and a note; whoever waits is served, and owed is shown until then', async () => {
      const last = await lineNow('black-3XL')
      for (let number = 0; number < last.left; number++)
        await claimedAttendee(booth, { nickname: `N${number}`, shirt: 'black-3XL' })
      const waiter = await passedAttendee(booth, 'Waiter')
      await booth.booth.claims.waitForShirt({
        registrationId: await registrationOf(waiter.tag),
        shirt: { colour: 'black', size: '3XL' },
      })
      expect((await lead.open('/staff/stock')).text).toContain('Owed by size Black · 3XL 1')

      const other = await lineNow('blue-3XL')
      const page = await lead.open('/staff/deliveries')
      const filled = { note: 'DHL 4711', 'qty-black-3XL': '3', 'qty-blue-3XL': '4' }
      const saved = await page.submit(filled)
      expect([saved.path, saved.text.includes('delivery is taken in')]).toEqual([
        '/staff/stock?delivered=yes',
        true,
      ])
      await page.submit(filled)
      expect(await lineNow('black-3XL')).toMatchObject({
        available: 2,
        waiting: 0,
        reserved: last.left + 1,
      })
      expect((await lineNow('blue-3XL')).available).toBe(other.available + 4)
      expect((await waiter.visitor.open(`${waiter.base}/claim`)).text).toContain('Waiter')
      expect((await lead.open('/staff/stock')).text).not.toContain('Owed by size')
    })

    test.each([
      [{ note: '', 'qty-black-M': '1' }, ['note']],
      [{ note: 'box', 'qty-black-M': 'x' }, ['qty-black-M']],
      [{ note: 'box' }, []],
    ])('%j: refused, what was typed is kept, nothing moved', async (fields, wrong) => {
      const before = await booth.rowCounts()
      const page = await submit('/staff/deliveries', fields)
      expect([page.status, wrongOn(page)]).toEqual([400, wrong])
      expect(page.text).toMatch(/Please fill this in|A number|marked numbers|at least one line/)
      expect(page.form('/staff/deliveries').filled).toMatchObject(fields)
      expect(await booth.rowCounts()).toEqual(before)
    })
  })

  async function registrationOf(tag: string): Promise<string> {
    const row = await booth.storage.read
      .selectFrom('registration')
      .select('id')
      .where('tag', '=', tag)
      .executeTakeFirstOrThrow()
    return row.id
  }

  describe('counting', () => {
    test('a count that breaks promises is asked about, with names, and then listed', async () => {
      const shirt = 'mint-3XL'
      const { onHand } = await lineNow(shirt)
      for (const nickname of ['Early', 'Later']) {
        await claimedAttendee(booth, { nickname, shirt })
        booth.clock.goOn(1)
      }
      await submit(`/staff/stock/${shirt}/hold-back`, { qty: '1', until: 'lead' })
      const asked = await submit(`/staff/stock/${shirt}/recount`, { counted: '1', reason: 'gone' })
      expect(asked.status).toBe(409)
      expect(asked.text).toContain('1 held-back piece would be given free.')
      expect(asked.text).toMatch(/would have to wait: Later/)
      expect(asked.text).not.toContain('Early')
      expect(await lineNow(shirt)).toMatchObject({ onHand, reserved: 2, heldBack: 1 })

      const saved = await asked.submit({}, { to: `/staff/stock/${shirt}/recount` })
      expect(saved.status).toBe(200)
      expect(saved.text).toMatch(/waits now: Later · pycon-/)
      expect(await lineNow(shirt)).toMatchObject({ onHand: 1, reserved: 1, waiting: 1 })
    })

    test('the sheet explains what is expected; the counts of one page are recounts', async () => {
      const sheet = await lead.open('/staff/counts')
      expect(sheet.status).toBe(200)
      const { filled } = sheet.form('/staff/counts')
      const [mint, blue] = [await lineNow('mint-L'), await lineNow('blue-L')]
      expect(filled).toMatchObject({ 'seen-mint-L': String(mint.onHand), 'counted-mint-L': '' })
      await booth.booth.stock.recount({
        ...{ sku: 'blue-L', counted: blue.onHand + 1, seen: blue.onHand, reason: 'meanwhile' },
        ...{ scanId: newScanId(), by: { person: 'x', device: 'y', role: 'lead' } },
      })
      const counts = {
        ...{ reason: 'evening', 'counted-mint-L': String(mint.onHand - 1) },
        'counted-blue-L': String(blue.onHand),
      }
      for (let sent = 0; sent < 2; sent++) {
        const saved = await sheet.submit(counts, { to: '/staff/counts' })
        expect(saved.status).toBe(200)
        expect(saved.text).toMatch(/Mint · L · Counted \d+ Saved. Corrected by -1/)
        expect(saved.text).toMatch(/Blue · L · Counted \d+ Not saved: the number moved meanwhile/)
      }
      expect((await lineNow('mint-L')).onHand).toBe(mint.onHand - 1)
      expect((await lineNow('blue-L')).onHand).toBe(blue.onHand + 1)
    })

    test.each([
      [{ reason: '', 'counted-mint-L': '1' }, ['reason']],
      [{ reason: 'r', 'counted-mint-L': '1.5' }, ['counted-mint-L']],
      [{ reason: 'r' }, []],
    ])('%j: refused, nothing saved', async (fields, wrong) => {
      const before = await booth.rowCounts()
      const page = await submit('/staff/counts', fields)
      expect([page.status, wrongOn(page)]).toEqual([400, wrong])
      expect(await booth.rowCounts()).toEqual(before)
    })
  })

  describe('spreadsheets', () => {
    const read = async (file: string) => submit('/staff/stock-file', { file })

    test('a delivery is shown first and written only when it is taken in', async () => {
      const before = [await lineNow('pink-L'), await lineNow('mint-S')]
      const rows = await booth.rowCounts()
      const page = await read('\uFEFF색상;사이즈;수량;비고\r\n분홍;L;7\r\nmint;s;2;fragile\r\n')
      expect([page.status, page.text.includes('Nothing is saved yet')]).toEqual([200, true])
      expect(page.text).toContain('Not read: 비고')
      expect(await booth.rowCounts()).toEqual(rows)
      const form = page.form('/staff/deliveries')
      expect(form.filled).toMatchObject({ 'qty-pink-L': '7', 'qty-mint-S': '2', 'qty-mint-M': '' })
      await page.submit({ note: 'from the file' }, { to: '/staff/deliveries' })
      expect([await lineNow('pink-L'), await lineNow('mint-S')].map((line) => line.onHand)).toEqual(
        [before[0]!.onHand + 7, before[1]!.onHand + 2],
      )
    })

    test('a count fills the sheet in', async () => {
      const page = await read('sku\tcounted\npink-S\t4')
      expect(page.form('/staff/counts').filled).toMatchObject({ 'counted-pink-S': '4' })
    })

    test('every line’s problem by line and column; the text is kept; nothing is written', async () => {
      const rows = await booth.rowCounts()
      const page = await read('sku,quantity\ngreen-M,3\nblack-M,<b>x</b>')
      expect(page.status).toBe(400)
      expect(page.text).toContain('2 things to mend. Nothing was saved.')
      expect(page.text).toMatch(/Line 2 · sku We have no such thing\. green-M/)
      expect(page.text).toMatch(/Line 3 · quantity Not a whole number\. <b>x<\/b>/)
      expect(page.text).toContain('sku,quantity green-M,3 black-M')
      expect(await booth.rowCounts()).toEqual(rows)
    })

    test('a long file is read, a far too long one refused in words', async () => {
      const line = 'green-M,1\n'
      const long = await read(`sku,quantity\n${line.repeat(5_000)}`)
      expect([long.status, long.text.includes('5000 things to mend')]).toEqual([400, true])
      expect(long.text).toContain('and 4950 more')
      const longer = await read(`sku,quantity\n${line.repeat(10_000)}`)
      expect([longer.status, longer.text.includes('At most 60000 characters')]).toEqual([400, true])
      const longest = await read(`sku,quantity\n${line.repeat(40_000)}`)
      expect([longest.status, longest.text.includes('That is too long')]).toEqual([413, true])
      const elsewhere = await submit('/staff/deliveries', { note: 'x'.repeat(40_000) })
      expect(elsewhere.status).toBe(413)
    })

    test('what goes out: no code, no nickname, no formula, and stock can come in again', async () => {
      const { code } = await claimedAttendee(booth, { nickname: '=cmd()', shirt: 'mint-XL' })
      await submit('/staff/stock/mint-XL/damage', { qty: '1', reason: '=HYPERLINK("x")' })
      const files = await Promise.all(
        ['stock', 'ledger', 'claims'].map((name) => lead.open(`/staff/exports/${name}.csv`)),
      )
      for (const { html, headers } of files) {
        expect(headers['content-type']).toBe('text/csv; charset=utf-8')
        expect(headers['content-disposition']).toMatch(/attachment; filename=\w+\.csv$/)
        expect(html.startsWith('\uFEFF')).toBe(true)
        expect(html).not.toContain(code.replace('-', ''))
        expect(html).not.toContain('cmd()')
        for (const { cells } of parseCsv(html).rows)
          for (const cell of cells) expect(cell).not.toMatch(/^[=+@\t\r]|^-\D/)
      }
      const [stock, ledger, claims] = files.map(({ html }) => parseCsv(html).rows)
      expect(ledger!.at(-1)?.cells).toEqual(
        expect.arrayContaining(['damage', 'mint-XL', 'Lee', `'=HYPERLINK("x")`]),
      )
      expect(claims!.at(-1)?.cells).toEqual(expect.arrayContaining(['mint-XL', 'reserved']))
      const line = await lineNow('mint-XL')
      expect(stock!.find(({ cells }) => cells[0] === 'mint-XL')?.cells.slice(3, 9)).toEqual(
        [line.available, line.reserved, 0, line.damaged, 0, line.onHand].map(String),
      )
      const withCounts = stock!
        .map(({ cells }, place) => [...cells, place === 0 ? 'counted' : '1'].join(','))
        .join('\n')
      expect((await read(withCounts)).form('/staff/counts').filled['counted-mint-XL']).toBe('1')
    })
  })

  test('low stock and the forecast stand on the stock page, in the event’s time', async () => {
    const own = await openTestBooth({ database })
    const phone = await own.enrolled({ kind: 'staff', role: 'scan' })
    for (let number = 0; number < 3; number++)
      await claimedAttendee(own, { nickname: `R${number}`, shirt: 'blue-2XL' })
    const page = await phone.open('/staff/stock')
    // Three of eight in the first hour after 09:30, so five more take until 12:10.
    expect(page.text).toMatch(
      /Running low Blue · 2XL 5 left low since 10:30 AM · Runs out at about 12:10 PM on November 28/,
    )
    expect(stockLine(page, 'blue-2XL')).toEqual({ available: 5, reserved: 3, handed: 0 })
    expect((await phone.open('/staff/stock/blue-XL')).text).toContain('Too little was taken')
  })
})
