import request from 'supertest'
import type { ClusterAnswer, OpenExchange } from '../../src/verification/connection/exchange.ts'
import { openTestBooth, type TestBooth } from './test-booth.ts'
import type { Page, Visitor } from './visitor.ts'

/** A booth full of people behind one address, on a simulated clock. */

/** Everybody at the booth has this address. */
export const BOOTH = { 'X-Forwarded-For': '203.0.113.7' }
export const RIGHT_KEY = btoa('trniaIaIJqs1Hk4Uinq-:right-secret-of-22-char')
const wrongKey = (number: number) =>
  btoa(`trniaIaIJqs1Hk4Uinq-:wrong-secret-number-${100 + number}`)

/** A cluster that knows one key and has no data yet; it counts what it is asked. */
function playClusters() {
  const asked = { checks: 0, requests: 0, mostOfOneCheck: 0 }
  const refused: ClusterAnswer = {
    kind: 'answer',
    status: 401,
    product: false,
    kibana: false,
    body: {
      error: { type: 'security_exception', reason: 'invalid credentials for API key [x]' },
      status: 401,
    },
  }
  const openExchange: OpenExchange = (_target, authorization) => {
    let sent = 0
    const isRight = authorization.use((value) => value === `ApiKey ${RIGHT_KEY}`)
    asked.checks += 1
    return {
      requestsSent: () => sent,
      ask: () => {
        asked.requests += 1
        sent += 1
        asked.mostOfOneCheck = Math.max(asked.mostOfOneCheck, sent)
        return Promise.resolve(isRight ? { kind: 'fault', fault: 'timeout' } : refused)
      },
      close: () => Promise.resolve(),
    }
  }
  return { asked, openExchange }
}

export async function openBusyBooth() {
  const { asked, openExchange } = playClusters()
  const booth = await openTestBooth({ config: { TRUST_PROXY: '1' }, openExchange })
  let at = 0
  /** Sets the booth's clock to so many seconds after the start. */
  const goTo = (second: number) => {
    booth.clock.goOn((second - at) / 60)
    at = second
  }
  return { booth, asked, goTo }
}

export const SIGN_UP = { nickname: 'Mina', consent: 'yes', noticeVersion: '2026-11-01' }

export async function signUpThere(booth: TestBooth, headers: Record<string, string> = BOOTH) {
  const visitor = booth.visitor({ headers })
  const page = await visitor.post('/register', SIGN_UP)
  return { visitor, base: page.path, page }
}

/** Every wait a page tells of, in seconds. */
function waitsOn({ html, headers }: Page): number[] {
  const words = /data-hand-wait="(\d+)"/.exec(html)?.[1]
  const header = headers['retry-after']
  return [words, header].flatMap((wait) => (typeof wait === 'string' ? [Number(wait)] : []))
}

export const address = (person: number) => `https://p${person}.es.us-east-1.aws.found.io`

type Person = { visitor: Visitor; base: string }
/** A post of one attendee; without one they arrive. */
type Step = { at: number; person: number; path: string; fields: Record<string, string> }

/** What one attendee does in half an hour: five mistakes of one kind or another, six tries, some of them impatient. */
function stepsOf(person: number, howMany: number): Step[] {
  const arrives = (person * 20 * 60) / howMany
  const connect = (host: string, key: string) => ({
    path: '/check',
    fields: { target: `https://${host}`, key },
  })
  const own = `p${person}.es.us-east-1.aws.found.io`
  const isTypo = (time: number) => person % 3 === 0 || (person % 3 === 1 && time % 2 === 0)
  const mistakes = [0, 1, 2, 3, 4].map((time) =>
    isTypo(time) ? connect(`p${person}..es.found.io`, RIGHT_KEY) : connect(own, wrongKey(time)),
  )
  const again = { path: '/check-again', fields: {} }
  const tries = [connect(own, RIGHT_KEY), again, again, again, again, again]
  // Some wait between their tries, some press six times in a row.
  const pause = person % 2 === 0 ? 60 : 3
  return [
    { at: arrives, person, path: '', fields: {} },
    ...mistakes.map((post, time) => ({ at: arrives + 20 + time * 25, person, ...post })),
    ...tries.map((post, time) => ({ at: arrives + 180 + time * pause, person, ...post })),
  ]
}

/** Posts as a browser does; the page behind the redirect is looked at where it may name a wait. */
async function postAs({ visitor, base }: Person, { path, fields }: Step, booth: TestBooth) {
  const answer = await request(booth.server)
    .post(`${base}${path}`)
    .type('form')
    .set({ ...BOOTH, Origin: booth.origin, 'Sec-Fetch-Site': 'same-origin' })
    .set('Cookie', [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    .redirects(0)
    .send(fields)
  const kept = /__Host-key=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0].split('=')
  if (kept) visitor.cookies.set(kept[0]!, kept[1]!)
  return answer
}

/** What came of a busy half hour: the statuses seen, every wait told, and what the clusters were asked. */
export async function playBusyBooth(howMany: number) {
  const { booth, asked, goTo } = await openBusyBooth()
  const people = new Map<number, Person & { id: string }>()
  const steps = Array.from({ length: howMany }, (_, person) => stepsOf(person, howMany)).flat()
  const statuses = new Set<number>()
  const waits: number[] = []
  for (const step of steps.toSorted((a, b) => a.at - b.at)) {
    goTo(step.at)
    const person = people.get(step.person)
    if (person) {
      statuses.add((await postAs(person, step, booth)).status)
      const page = await lookIfWaiting(person, booth)
      if (page) waits.push(...waitsOn(page))
    } else {
      const { page, ...arrived } = await signUpThere(booth)
      people.set(step.person, { ...arrived, id: (await registrationIds(booth)).at(-1) ?? '' })
      statuses.add(page.status)
    }
  }
  return { statuses: [...statuses].sort(), waits, asked, people: people.size }
}

/** Looking at every page would take most of the time, and those without a wait tell none. */
async function lookIfWaiting(
  { id, visitor, base }: Person & { id: string },
  { booth }: TestBooth,
): Promise<Page | undefined> {
  const waits = [booth.checksByHand, booth.wrongKeys].map((limit) => limit.secondsLeft(id))
  return Math.max(...waits) > 0 ? visitor.open(base) : undefined
}

/** Of everybody, in their order. */
export async function registrationIds(booth: TestBooth): Promise<string[]> {
  const { read } = booth.storage
  const rows = await read.selectFrom('registration').select('id').orderBy('created_at').execute()
  return rows.map(({ id }) => id)
}
