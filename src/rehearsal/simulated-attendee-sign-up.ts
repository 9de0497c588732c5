import type { Language } from '../event/event.ts'
import type { Pick } from '../shared/symbols.ts'
import type { Pace } from './pace.ts'
import { choicesOf, expectWell, hiddenFieldsOf, PageSurprise, wordsOf } from './read-page.ts'
import type { SharedDevice } from './shared-device.ts'
import type { Browser, Page } from './visit.http.ts'

export type SignUp = {
  browser: Browser
  kiosk: SharedDevice
  language: Language
  pick: Pick
  pace: Pace
}

/** @returns where the attendee's own pages are, `/m/<link>` */
export async function signUpAtOwnDevice({ browser, language, pick, pace }: SignUp) {
  const form = expectWell(await browser.open(`/register?lang=${language}`))
  await pace.wait(15 + pick(30))
  const nickname = drawNickname(form, pick)
  const filled = { ...hiddenFieldsOf(form, '/register'), nickname, consent: 'yes' }
  return missionOf(await browser.send('/register', filled))
}

/** The kiosk hands out a short code, which opens the mission on the attendee's own device. */
export async function signUpAtKiosk({ browser, kiosk, language, pick, pace }: SignUp) {
  const shortCode = await kiosk.use(async (screen) => {
    expectWell(await screen.open('/kiosk'))
    const notice = expectWell(await screen.open(`/kiosk/notice?lang=${language}`))
    await pace.wait(5 + pick(10))
    const consent = { ...hiddenFieldsOf(notice, '/kiosk/notice'), consent: 'yes' }
    const form = expectWell(await screen.send('/kiosk/notice', consent))
    await pace.wait(5 + pick(10))
    const nickname = drawNickname(form, pick)
    const filled = { ...hiddenFieldsOf(form, '/kiosk/registrations'), nickname }
    const done = expectWell(await screen.send('/kiosk/registrations', filled))
    const handedOut = shortCodeOf(done)
    await pace.wait(5 + pick(10))
    expectWell(await screen.send('/kiosk/done', hiddenFieldsOf(done, '/kiosk/done')))
    return handedOut
  })
  const go = expectWell(await browser.open(`/go?lang=${language}`))
  await pace.wait(5 + pick(10))
  return missionOf(await browser.send('/go', { ...hiddenFieldsOf(go, '/go'), code: shortCode }))
}

function missionOf(page: Page): string {
  const { path } = expectWell(page)
  if (!path.startsWith('/m/')) throw new PageSurprise('Signing up did not lead to the mission.')
  return path
}

function shortCodeOf(page: Page): string {
  return wordsOf(
    { ...page, text: page.text.slice(page.text.indexOf('class="door-code"')) },
    '<code',
  )
}

const OWN_NAMES = ['Minji', 'Jiho', 'Yuki', 'Haruto', 'Alex', 'Sam', 'Seo-yeon', 'Kai'] as const

/** One of the suggestions where they are buttons, else a name of one's own. */
function drawNickname(page: Page, pick: Pick): string {
  const offered = choicesOf(page, 'nickname').filter((name) => name !== '')
  const names = offered.length > 0 ? offered : OWN_NAMES
  return names[pick(names.length)] ?? OWN_NAMES[0]
}
