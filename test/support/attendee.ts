import type { PracticeCluster } from '../../src/rehearsal/practice-cluster.ts'
import type { TestBooth } from './test-booth.ts'
import type { Page, Visitor } from './visitor.ts'

/** An attendee on their own device, as far as the mission page. */
export type Attendee = {
  visitor: Visitor
  /** `/m/<secret>` */
  base: string
  link: string
  tag: string
  page: Page
}

/** Signs up on the attendee's own device, as a person would. */
export async function signUp(booth: TestBooth, nickname = 'Mina'): Promise<Attendee> {
  const visitor = booth.visitor()
  const page = await (await visitor.open('/register')).submit({ nickname, consent: 'yes' })
  return toAttendee(visitor, page)
}

export function toAttendee(visitor: Visitor, page: Page): Attendee {
  const tag = /<code class="tag" id="tag">([^<]+)</.exec(page.html)?.[1]
  if (tag === undefined)
    throw new Error(`no mission page but ${page.status} ${page.path}: ${page.text.slice(0, 200)}`)
  return { visitor, base: page.path, link: page.path.slice('/m/'.length), tag, page }
}

/** Types the address of the booth's practice cluster and a key into the form. */
export async function connect(
  booth: TestBooth,
  { visitor, base }: Attendee,
  typed: { target?: string; key?: string; cluster?: PracticeCluster } = {},
): Promise<Page> {
  const { cluster = booth.cluster } = typed
  const { target = cluster.origin, key = cluster.readKey.encoded } = typed
  const page = await visitor.open(base)
  return page.submit({ target, key }, { to: `${base}/check` })
}

/** Signs up, ships, passes. */
export async function passedAttendee(booth: TestBooth, nickname = 'Mina'): Promise<Attendee> {
  const attendee = await signUp(booth, nickname)
  const cluster = await booth.newCluster()
  booth.ship(attendee.tag, { hostName: `laptop-of-${attendee.tag}`, into: cluster })
  const page = await connect(booth, attendee, { cluster })
  if (outcomeOf(page) !== 'passed')
    throw new Error(`not passed: ${page.status} ${page.text.slice(0, 400)}`)
  return { ...attendee, page }
}

/** Passes and reserves `shirt`. @returns the claim code as it is shown, `XXXXX-XXXXX` */
export async function claimedAttendee(
  booth: TestBooth,
  { nickname = 'Mina', shirt = 'black-M' } = {},
): Promise<Attendee & { code: string }> {
  const attendee = await passedAttendee(booth, nickname)
  const choose = await attendee.visitor.open(`${attendee.base}/claim`)
  const page = await choose.submit({ shirt })
  return { ...attendee, page, code: codeOn(page) }
}

export function codeOn(page: Page): string {
  const code = /claim-code"><code[^>]*>([^<]+)</.exec(page.html)?.[1]
  if (code === undefined)
    throw new Error(`no claim code on ${page.path}: ${page.text.slice(0, 300)}`)
  return code
}

/** What the page's panel says: passed, not-yet, could-not-check, waiting, checking. */
export function outcomeOf(page: Page): string | undefined {
  return /data-verdict="([^"]+)"/.exec(page.html)?.[1]
}

/** The code of the cause that the panel names. */
export function causeOf(page: Page): string | undefined {
  return /verdict-foot">[\s\S]*?<code>([^<]+)<\/code>/.exec(page.html)?.[1]
}

/** Which big answer a staff phone shows. */
export function answerOf(page: Page): string | undefined {
  return /data-answer="([^"]+)"/.exec(page.html)?.[1]
}

/** What the stock page says of one colour and size. */
export function stockLine(
  page: Page,
  sku: string,
): { available: number; reserved: number; handed: number } {
  const row = new RegExp(`<td data-left="${sku}">([\\s\\S]*?)</tr>`).exec(page.html)?.[1] ?? ''
  const [available = Number.NaN, reserved = Number.NaN, handed = Number.NaN] = row
    .split('</td>')
    .slice(0, 3)
    .map((cell) => Number(/\d+/.exec(cell.replace(/<[^>]*>/g, ' '))?.[0] ?? 0))
  return { available, reserved, handed }
}

/** A lead who has just fetched Ann's shirt; `handOver` is the next tap, the same each time. */
export async function shirtFetched(booth: TestBooth) {
  const lead = await booth.enrolled({ kind: 'staff', role: 'lead' })
  const { code, visitor: owner, base } = await claimedAttendee(booth, { nickname: 'Ann' })
  const found = await (await lead.open('/staff')).submit({ code }, { to: '/staff/look-ups' })
  const handOver = () => found.submit({}, { to: '/staff/hand-overs' })
  return { lead, owner, base, code, handOver }
}
