import type { Page } from 'playwright-core'
import {
  claim,
  enrol,
  enrolmentLink,
  nicknames,
  pass,
  type Visit,
  type Walk,
} from './screenshots-steps.ts'

/** What everybody sees who is not staff: kiosk, registration, the choice of a shirt. */
export const visitorWalks: readonly Walk[] = [
  { name: 'kiosk', walk: atKiosk },
  { name: 'registration', walk: atOwnDevice },
  { name: 'claim', walk: chooseShirts },
]

async function atKiosk(visit: Visit): Promise<void> {
  const { take, arrive, language } = visit
  const stranger = await arrive()
  await stranger.goto('/kiosk')
  await take(stranger, 'not-enrolled')
  await stranger.goto(await enrolmentLink(visit.rehearsal, { kind: 'kiosk' }))
  await take(stranger, 'enrol')
  const page = await enrol(visit, { kind: 'kiosk' }, { name: 'Door', device: 'kiosk' })
  await take(page, 'language')
  await page.locator(`.language-choice a[lang=${language}]`).click()
  await take(page, 'notice')
  await page.locator('button[name=consent]').click()
  await take(page, 'nickname')
  await refuseNickname(page, 'form.stack button[type=submit]')
  await take(page, 'nickname-refused')
  await page.locator('[data-idle-warning]').evaluate((warning: HTMLElement) => {
    warning.hidden = false
  })
  await take(page, 'idle')
  await page.goto('/kiosk/nickname')
  await page.locator('input[name=nickname]:not([type=hidden])').fill(nicknames[language])
  await page.locator('form.stack button[type=submit]').click()
  await page.waitForURL(/\/kiosk\/done$/)
  await take(page, 'done')
  await page.emulateMedia({ media: 'print' })
  await take(page, 'slip')
}

async function refuseNickname(page: Page, submit: string): Promise<void> {
  const field = page.locator('input[name=nickname]:not([type=hidden])')
  await field.evaluate((input) => {
    input.removeAttribute('maxlength')
  })
  await field.fill('Nobody-types-forty-one-letters-as-a-nickname')
  await page.locator(submit).click()
  await page.locator('[role=alert]').first().waitFor()
}

async function atOwnDevice({ take, arrive }: Visit): Promise<void> {
  const page = await arrive()
  await page.goto('/register')
  await take(page, 'register')
  await page.locator('form.stack').evaluate((form: HTMLFormElement) => {
    form.noValidate = true
  })
  await refuseNickname(page, 'form[action="/register"] button[type=submit]')
  await take(page, 'register-refused')
  await page.goto('/go')
  await take(page, 'go')
  await page.locator('input[name=code]').fill('K7M-2X9')
  await page.locator('form.stack button[type=submit]').click()
  await page.locator('[role=alert]').waitFor()
  await take(page, 'go-refused')
}

async function chooseShirts(visit: Visit): Promise<void> {
  const { take, rehearsal } = visit
  const attendee = await pass(visit)
  const { page, base, tag } = attendee
  await page.goto(`${base}/claim`)
  await take(page, 'choose')
  await postShirt(page, 'black-XS')
  await take(page, 'just-gone')
  const code = await claim(attendee, 'pink-M')
  await take(page, 'claimed')
  await page.goto(`${base}/claim?change=yes`)
  await take(page, 'change')
  await page.goto(base)
  await take(page, 'mission-claimed')
  await page.goto(`${base}/claim`)
  const staff = await enrol(visit, { kind: 'staff', role: 'scan' }, { name: 'Kim' })
  await staff.locator('[data-look-up] input[name=code]').fill(code)
  await staff.locator('[data-look-up] button').click()
  await staff.locator('[data-hand-over] button').click()
  await page.locator('.verdict-word.is-go').waitFor()
  await take(page, 'handed-over')
  await rehearsal.laptops.close(tag)
}

/** What a page left open too long sends: a shirt that has gone meanwhile. */
async function postShirt(page: Page, shirt: string): Promise<void> {
  await page
    .locator('input[name=shirt]:enabled')
    .first()
    .evaluate((input, value) => {
      input.setAttribute('value', value)
      ;(input as HTMLInputElement).checked = true
    }, shirt)
  await page.locator('.bar button').click()
  await page.locator('#shirt-error').waitFor()
}

/** With people on the line and some shirts gone. */
export async function lookAtWall({ take, arrive }: Visit): Promise<void> {
  const page = await arrive({ device: 'laptop' })
  await page.goto('/wall')
  await take(page, 'people')
}

/** Before anybody has come. */
export async function lookAtEmptyWall({ take, arrive }: Visit): Promise<void> {
  const page = await arrive({ device: 'laptop' })
  await page.goto('/wall')
  await take(page, 'empty')
}

/** After the last shirt. */
export async function findNoneLeft(visit: Visit): Promise<void> {
  const { page, base } = await pass(visit)
  await page.goto(`${base}/claim`)
  await visit.take(page, 'none-left')
}
