import { setTimeout as wait } from 'node:timers/promises'
import { fieldOf, type Page, type Visitor } from './remote-visitor.ts'

/** An attendee whose booth is another process. `base` is the path of their own page. */
export type RemoteAttendee = { base: string; tag: string }

export async function registerAt(visitor: Visitor): Promise<RemoteAttendee> {
  const form = await visitor.get('/register?lang=en')
  const page = await visitor.post('/register', {
    nickname: 'Quick Otter',
    consent: 'yes',
    noticeVersion: fieldOf(form, 'noticeVersion'),
  })
  if (page.status !== 200) throw new Error(`not registered: ${page.status}`)
  return { base: page.path, tag: /<code class="tag"[^>]*>([^<]+)</.exec(page.text)?.[1] ?? '' }
}

/** What the page shows of the pass, without what changes at every visit. */
export function receiptOf(page: Page): string | undefined {
  return /<section class="receipt[\s\S]*?<\/section>/.exec(page.text)?.[0]
}

const MOST_CHECKS = 60

/** Lets the page ask by itself, at its own pace: what it waits for happens in another process. */
export async function untilPassed(attendee: Visitor, base: string): Promise<void> {
  for (let asked = 0; asked < MOST_CHECKS; asked++) {
    const { outcome, seconds } = (await attendee.post(`${base}/watch`)).json() as Watched
    if (outcome === 'passed') return
    await wait(seconds * 1_000)
  }
  const { text } = await attendee.get(base)
  throw new Error(`never passed; last told: ${/verdict-title">([^<]*)</.exec(text)?.[1] ?? ''}`)
}

type Watched = { outcome: string; seconds: number }
