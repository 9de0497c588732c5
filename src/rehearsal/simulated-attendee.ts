import type { Language } from '../event/event.ts'
import type { Pick } from '../shared/symbols.ts'
import type { Laptops } from './laptops.ts'
import { mistakes, type Mistake, type MistakeName } from './mistakes.ts'
import type { Pace } from './pace.ts'
import {
  attributeOf,
  choicesOf,
  expectWell,
  hiddenFieldsOf,
  PageSurprise,
  wordsOf,
} from './read-page.ts'
import { doMission, type Mission } from './simulated-attendee-mission.ts'
import { signUpAtKiosk, signUpAtOwnDevice, type SignUp } from './simulated-attendee-sign-up.ts'
import type { SharedDevice } from './shared-device.ts'
import { handOverAtDesk, openBox } from './simulated-staff.ts'
import type { Browser, Page } from './visit.http.ts'

/** Who somebody is and what they will do wrong; all of it drawn before they come. */
export type Character = {
  language: Language
  door: 'kiosk' | 'own-device'
  mistake: MistakeName | 'none'
  pick: Pick
}

/** The booth as an attendee finds it. */
export type BoothToVisit = {
  pace: Pace
  mission: Mission
  laptops: Laptops
  openBrowser: (agent: string) => Browser
  kiosk: SharedDevice
  desk: SharedDevice
}

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) Rehearsal'

/** From the door to the shirt, page by page as people do it. @throws PageSurprise */
export async function playAttendee(who: Character, booth: BoothToVisit): Promise<void> {
  const { pace, laptops, mission } = booth
  const { pick } = who
  const browser = booth.openBrowser(AGENT)
  const signUp: SignUp = { ...booth, ...who, browser }
  const base = await (who.door === 'kiosk' ? signUpAtKiosk(signUp) : signUpAtOwnDevice(signUp))
  const tag = wordsOf(expectWell(await browser.open(base)), 'id="tag"')
  await pace.wait(20 + pick(40))
  const mistake: Mistake | undefined = who.mistake === 'none' ? undefined : mistakes[who.mistake]
  const laptop = await laptops.of(tag)
  await doMission({ browser, base, tag, laptop, mistake, pick, pace, mission })
  await laptops.close(tag)
  await collectShirt(signUp, base, booth)
}

async function collectShirt(signUp: SignUp, base: string, booth: BoothToVisit): Promise<void> {
  const { browser, pick, pace } = signUp
  await pace.wait(5 + pick(20))
  const claimed = await chooseShirt(signUp, base, booth)
  const code = wordsOf({ ...claimed, text: fromClaimCode(claimed) }, '<code')
  await pace.wait(10 + pick(60))
  await handOverAtDesk(booth, { code, pick })
  expectWell(await browser.open(`${base}/claim`))
}

/** Somebody else may take the last one first: then another is chosen. When none is left, the desk opens a box. */
async function chooseShirt({ browser, pick, pace }: SignUp, base: string, booth: BoothToVisit) {
  for (;;) {
    const page = expectWell(await browser.open(`${base}/claim`))
    const left = choicesOf(page, 'shirt')
    await pace.wait(5 + pick(15))
    if (left.length === 0 && attributeOf(page, 'data-full') !== undefined)
      throw new PageSurprise('Everything of today is claimed; tomorrow there is more.')
    if (left.length === 0) {
      await openBox(booth, pick)
      continue
    }
    const shirt = left[pick(left.length)] ?? ''
    const form = { ...hiddenFieldsOf(page, `${base}/claim`), shirt }
    const claimed = await browser.send(`${base}/claim`, form)
    if (claimed.status !== 409) return expectWell(claimed)
  }
}

function fromClaimCode({ text }: Page): string {
  return text.slice(text.indexOf('class="claim-code"'))
}
