import type { Page } from 'playwright-core'
import { claim, enrol, nicknames, pass, type Visit, type Walk } from './screenshots-steps.ts'

export const deskWalks: readonly Walk[] = [
  { name: 'desk', walk: workAtDesk },
  { name: 'presence', walk: askForPresence },
  { name: 'offline', walk: loseNetwork },
  { name: 'delete', walk: deleteOneself },
  { name: 'print', walk: printSheets },
]

/** Search, a friend, another colour before and after the hand-over, undo, a gift. */
async function workAtDesk(visit: Visit): Promise<void> {
  const { take, language } = visit
  const code = await claim(await pass(visit), 'blue-M')
  const staff = await enrol(visit, { kind: 'staff', role: 'lead' }, { name: 'Han' })
  await staff.locator('input[name=text]').fill(nicknames[language])
  await staff.locator('[role=search] button').click()
  await staff.locator('.phones').waitFor()
  await take(staff, 'found')
  await staff.goto('/staff')
  await staff.locator('[data-look-up] input[name=code]').fill(code)
  await staff.locator('[data-look-up] button').click()
  await staff.locator('.friend summary').click()
  await take(staff, 'friend')
  await openChoices(staff)
  await take(staff, 'swap')
  await staff.locator('button[value="pink-M"]').click()
  await staff.locator('[data-hand-over] button[type=submit]').click()
  await staff.locator('[data-answer="handed-over"]').waitFor()
  await openChoices(staff)
  await take(staff, 'swap-handed')
  await staff.locator('button[value="mint-M"]').click()
  await staff.locator('[data-answer="swapped"]').waitFor()
  await take(staff, 'swapped')
  await staff.goto('/staff')
  await take(staff, 'scan')
  await staff.goto('/staff/gifts')
  await take(staff, 'gift')
}

async function openChoices(staff: Page): Promise<void> {
  await staff.locator('form[data-choices] button').first().click()
  await staff.locator('[data-answer="swap"]').waitFor()
}

/** The code of the booth on the kiosk's first screen, and the field for it on one's own device. */
async function askForPresence(visit: Visit): Promise<void> {
  const { take, arrive } = visit
  const lead = await enrol(visit, { kind: 'staff', role: 'lead' }, { name: 'Han' })
  await lead.goto('/staff/room')
  await lead.locator('button[name=presenceCode][value=on]').click()
  await lead.locator('button[name=presenceCode][value=off]').waitFor()
  await take(lead, 'room')
  const kiosk = await enrol(visit, { kind: 'kiosk' }, { name: 'Door', device: 'kiosk' })
  await take(kiosk, 'kiosk')
  const own = await arrive()
  await own.goto('/register')
  await take(own, 'register')
  await lead.locator('button[name=presenceCode][value=off]').click()
  await lead.locator('button[name=presenceCode][value=on]').waitFor()
}

async function loseNetwork(visit: Visit): Promise<void> {
  const attendee = await pass(visit)
  await claim(attendee, 'pink-M')
  const { page } = attendee
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.context().setOffline(true)
  await page.reload()
  await page.locator('[data-offline-shown]').waitFor()
  await visit.take(page, 'claim')
}

async function deleteOneself(visit: Visit): Promise<void> {
  const attendee = await pass(visit)
  await claim(attendee, 'pink-L')
  const { page, base } = attendee
  await page.goto(`${base}/delete`)
  await visit.take(page, 'me')
  await page.locator('main form button[type=submit]').first().click()
  await page.waitForURL(/\/deleted$/)
  await visit.take(page, 'deleted')
}

async function printSheets({ take, arrive }: Visit): Promise<void> {
  const page = await arrive({ device: 'laptop' })
  for (const paper of ['a4', 'a5']) {
    await page.goto(`/print/mission?paper=${paper}`)
    await take(page, paper)
  }
}
