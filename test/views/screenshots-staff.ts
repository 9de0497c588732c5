import type { Page } from 'playwright-core'
import { createClaimCode } from '../../src/claims/claim-code.ts'
import { createSeededPick } from '../../src/rehearsal/seeded-pick.ts'
import { PIN } from '../support/staff-proofs.ts'
import {
  claim,
  connect,
  enrol,
  enrolmentLink,
  pass,
  signUp,
  untilTold,
  type Visit,
  type Walk,
} from './screenshots-steps.ts'

export const staffWalks: readonly Walk[] = [
  { name: 'staff', walk: handOver },
  { name: 'room', walk: readRoom },
  { name: 'lock', walk: lockPhone },
  { name: 'stock', walk: countStock },
  { name: 'error', walk: goWrong },
]

async function handOver(visit: Visit): Promise<void> {
  const { take } = visit
  await refuseStrangers(visit)
  const code = await claim(await pass(visit), 'mint-L')
  const staff = await enrol(visit, { kind: 'staff', role: 'scan' }, { name: 'Kim' })
  await take(staff, 'scan-first')
  await lookUp(staff, code)
  await take(staff, 'fetch')
  await loseNetwork(visit, staff)
  await staff.locator('[data-answer="handed-over"]').waitFor()
  await take(staff, 'handed-over-again')
  await lookUpNext(staff, code)
  await take(staff, 'already-this-phone')
  const second = await claim(await pass(visit), 'blue-L')
  await lookUpNext(staff, second)
  await staff.locator('[data-hand-over] button[type=submit]').click()
  await staff.locator('[data-answer="handed-over"]').waitFor()
  await take(staff, 'handed-over')
  await refuseCodes(visit, staff, second)
  await staff.goto('/staff')
  await take(staff, 'scan')
  await enrolPhones(visit, second)
}

/** A phone that locks itself, and the administrator's passphrase. */
async function lockPhone(visit: Visit): Promise<void> {
  const { take, arrive, rehearsal } = visit
  const staff = await enrol(visit, { kind: 'staff', role: 'scan' }, { name: 'Kim' })
  await staff.locator('form[action="/staff/lock"] button').click()
  await take(staff, 'locked')
  await staff.locator('input[name=pin]').fill('918273')
  await staff.locator('form.stack button[type=submit]').click()
  await take(staff, 'wrong')
  const admin = await arrive()
  await admin.goto(await enrolmentLink(rehearsal, { kind: 'staff', role: 'admin' }))
  await admin.locator('input[name=name]').fill('Ahn')
  await admin.locator('input[name=pin]').fill('123456')
  await admin.locator('input[name=passphrase]').fill('a booth full of shirts')
  await admin.locator('form.stack button[type=submit]').click()
  await take(admin, 'enrol-refused')
  await admin.locator('input[name=pin]').fill(PIN)
  await admin.locator('input[name=passphrase]').fill('a booth full of shirts')
  await admin.locator('form.stack button[type=submit]').click()
  await admin.waitForURL(/\/staff$/)
  await admin.goto('/staff/phones')
  await take(admin, 'phones')
  await admin.goto('/staff/passphrase')
  await take(admin, 'passphrase')
}

async function refuseStrangers({ arrive, take, rehearsal }: Visit): Promise<void> {
  const page = await arrive()
  await page.goto('/staff')
  await take(page, 'not-staff')
  const link = await enrolmentLink(rehearsal, { kind: 'staff', role: 'scan' })
  await page.goto(link)
  await take(page, 'enrol')
  await page.locator('input[name=name]').fill('Kim')
  await page.locator('input[name=pin]').fill(PIN)
  await page.locator('form.stack button[type=submit]').click()
  await page.waitForURL(/\/staff$/)
  await page.goto(link)
  await take(page, 'enrol-used')
  await page.goto('/enrol/nobody-made-this-link')
  await take(page, 'enrol-unknown')
}

/** A cut network in the middle of a tap: amber, and green once it is back. */
async function loseNetwork({ take }: Visit, staff: Page): Promise<void> {
  let lost = true
  await staff.route('**/staff/hand-overs', (route) => (lost ? route.abort() : route.continue()))
  await staff.locator('[data-hand-over] button[type=submit]').click()
  await staff.locator('[data-answer="unsure"]').waitFor()
  await take(staff, 'unsure')
  await staff.context().setOffline(true)
  await staff.locator('[data-words="queued"]').waitFor()
  await take(staff, 'unsure-queued')
  lost = false
  await staff.context().setOffline(false)
}

async function refuseCodes({ take }: Visit, staff: Page, code: string): Promise<void> {
  const [first = '', second = '', ...rest] = code.replace('-', '')
  const mistyped = first === second ? `2${second}${rest.join('')}` : second + first + rest.join('')
  const refused = [
    ['refused-typing-error', mistyped],
    ['refused-no-zero', `0${code.replace('-', '').slice(1)}`],
  ] as const
  for (const [state, typed] of refused) {
    await lookUpNext(staff, typed)
    await take(staff, state)
  }
}

async function lookUpNext(staff: Page, code: string): Promise<void> {
  await staff.goto('/staff')
  await lookUp(staff, code)
}

async function lookUp(staff: Page, code: string): Promise<void> {
  await staff.locator('[data-look-up] input[name=code]').fill(code)
  await staff.locator('[data-look-up] button').click()
  await staff.locator('[data-answer]').first().waitFor()
}

async function enrolPhones(visit: Visit, handed: string): Promise<void> {
  const lead = await enrol(visit, { kind: 'staff', role: 'lead' }, { name: 'Han' })
  await lead.goto('/staff/phones')
  await visit.take(lead, 'phones')
  await lead.locator('button[name=role]').first().click()
  await lead.locator('.enrol-link').waitFor()
  await visit.take(lead, 'phones-enrol')
  await lookUpNext(lead, handed)
  await visit.take(lead, 'already-handed-over')
}

async function readRoom(visit: Visit): Promise<void> {
  const { take } = visit
  const stuck = await signUp(visit)
  const { tag, laptop } = stuck
  laptop.ship({ tag, placement: 'wrong-case', everySeconds: 10, sinceSeconds: 150 })
  await connect(stuck)
  await untilTold(stuck, 'MB-TAG-NEAR-MISS')
  const lead = await enrol(visit, { kind: 'staff', role: 'lead' }, { name: 'Han' })
  await lead.goto('/staff/room')
  await take(lead, 'stuck')
  await lead.locator('details summary').click()
  await take(lead, 'pass-by-hand')
  await passByHand(lead, 'pycon-222222222')
  await lead.locator('[role=alert]').waitFor()
  await take(lead, 'unknown-tag')
  await passByHand(lead, tag)
  await lead.locator('.verdict-word.is-go').waitFor()
  await take(lead, 'passed')
}

async function passByHand(lead: Page, tag: string): Promise<void> {
  await lead.locator('input[name=tag]').fill(tag)
  await lead.locator('input[name=reason]').fill('Seen on the laptop')
  await lead.locator('form[action$="/passes"] button[type=submit]').click()
}

async function countStock(visit: Visit): Promise<void> {
  const { take } = visit
  await workWithStock(visit)
  const scanner = await enrol(visit, { kind: 'staff', role: 'scan' }, { name: 'Kim' })
  await scanner.goto('/staff/stock')
  await take(scanner, 'look-only')
  const lead = await enrol(visit, { kind: 'staff', role: 'lead' }, { name: 'Han' })
  const second = await enrol(visit, { kind: 'staff', role: 'lead' }, { name: 'Choi' })
  for (const page of [lead, second]) await page.goto('/staff/stock/mint-M/recount')
  await take(lead, 'recount')
  await recount(lead, -2)
  await lead.locator('.verdict-word.is-go').waitFor()
  await take(lead, 'saved')
  await recount(second, 1)
  await second.locator('[role=alert]').waitFor()
  await take(second, 'conflict')
}

async function workWithStock(visit: Visit): Promise<void> {
  const { take } = visit
  const lead = await enrol(visit, { kind: 'staff', role: 'lead' }, { name: 'Seo' })
  const open = async (path: string, state: string) => {
    await lead.goto(path)
    await take(lead, state)
  }
  await open('/staff/stock/blue-L', 'line')
  await open('/staff/stock/blue-L/damage', 'damage')
  await open('/staff/stock/blue-L/hold-back', 'hold-back')
  await open('/staff/stock/blue-L/write-off', 'write-off')
  await open('/staff/deliveries', 'delivery')
  await open('/staff/counts', 'count')
  await lead.emulateMedia({ media: 'print' })
  await take(lead, 'count-printed')
  await lead.emulateMedia({ media: 'screen' })
  await open('/staff/stock-file', 'file')
  await lead.locator('textarea[name=file]').fill('sku,quantity\ngreen-M,3\nblue-L,many')
  await lead.locator('form[action="/staff/stock-file"] button[type=submit]').click()
  await lead.locator('[role=alert]').first().waitFor()
  await take(lead, 'file-problems')
  await claim(await pass(visit), 'mint-L')
  await lead.goto('/staff/stock/mint-L/recount')
  await lead.locator('input[name=counted]').fill('0')
  await lead.locator('input[name=reason]').fill('Box 3')
  await lead.locator('form.stack button[type=submit]').click()
  await lead.locator('[role=alert]').first().waitFor()
  await take(lead, 'short')
  await open('/staff/stock', 'lead')
}

/** Counts so many more than the page showed. */
async function recount(page: Page, more: number): Promise<void> {
  const seen = await page.locator('input[name=seen]').inputValue()
  await page.locator('input[name=counted]').fill(String(Number(seen) + more))
  await page.locator('input[name=reason]').fill('Box 3')
  await page.locator('form.stack button[type=submit]').click()
}

const PER_MINUTE = 60

async function goWrong(visit: Visit): Promise<void> {
  const { arrive, take } = visit
  const page = await arrive()
  await page.goto('/no-such-page')
  await take(page, 'unknown-page')
  await page.goto('/m/no-such-link')
  await take(page, 'unknown-link')
  const staff = await enrol(visit, { kind: 'staff', role: 'scan' }, { name: 'Kim' })
  await staff.goto('/staff/stock/mint-M/recount')
  await take(staff, 'lead-only')
  await staff.goto('/staff')
  await guessCodes(staff)
  await take(staff, 'too-many')
}

/** As a phone in strange hands would, until it is told to wait. */
async function guessCodes(staff: Page): Promise<void> {
  await staff.locator('[data-look-up] input[name=code]').fill(UNKNOWN_CODE)
  await staff.locator('[data-look-up]').evaluate(async (form: HTMLFormElement, guesses) => {
    const body = new URLSearchParams()
    for (const { name, value } of form.querySelectorAll('input')) body.append(name, value)
    for (let guess = 0; guess < guesses; guess += 1) {
      // One tap repeated would count once.
      body.set('scanId', `guess-${guess}`.padEnd(22, '-'))
      await fetch(form.action, { method: 'POST', body })
    }
    // Sent as without script: the page itself is what we want to see.
    form.submit()
  }, PER_MINUTE)
  await staff.locator('.error-status').waitFor()
}

/** Well formed, and nobody's. */
const UNKNOWN_CODE = createClaimCode(createSeededPick(1))
