import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser, type People, type Person, type PersonOptions } from './browser.ts'
import {
  ship,
  startBoothServer,
  type BoothServer,
  type BoothServerOptions,
} from './booth-server.ts'
import { PIN } from './staff-proofs.ts'

/** A booth and a browser for the journeys of one test file. */
export type Journey = {
  booth: () => BoothServer
  arrive: (options?: PersonOptions) => Promise<Person>
  /** What every camera sees, once something was shown to it. */
  cameraFile: () => string
}

const STARTING_MS = 60_000

/** After every journey: no page complained, and the booth logged no error. */
export function prepareJourney(options: BoothServerOptions = {}): Journey {
  let booth: BoothServer | undefined
  let people: People | undefined
  const folder = mkdtempSync(join(tmpdir(), 'booth-camera-'))
  const cameraFile = join(folder, 'camera.y4m')
  beforeAll(async () => {
    booth = await startBoothServer(options)
    people = await openBrowser(booth.origin, cameraFile)
  }, STARTING_MS)
  afterEach(async () => {
    await people?.leave()
    expect(people?.takeComplaints()).toEqual([])
    expect(booth?.errors()).toEqual([])
  })
  afterAll(async () => {
    await people?.close()
    await booth?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const started = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('the journey has not begun')
    return part
  }
  return {
    booth: () => started(booth),
    arrive: (options) => started(people).arrive(options),
    cameraFile: () => cameraFile,
  }
}

/** Signs up on one's own device. @returns the attendee's tag */
export async function signUp(page: Page, nickname: string): Promise<string> {
  await page.goto('/register')
  await page.getByLabel('I have read this and agree.').check()
  await page.getByLabel('Nickname', { exact: true }).fill(nickname)
  await page.getByRole('button', { name: 'Get my tag' }).click()
  return page.locator('#tag').innerText()
}

/** Types address and key of a cluster into the form. */
export async function connect(page: Page, typed: { address: string; key: string }): Promise<void> {
  const step = page.locator('#step-connect')
  if ((await step.getAttribute('open')) === null) await step.locator('summary').click()
  await page.getByLabel('Elasticsearch address or Cloud ID').fill(typed.address)
  await page.getByLabel('API key that only reads').fill(typed.key)
  await step.getByRole('button', { name: 'Connect', exact: true }).click()
}

/** From nothing to a passed mission. */
export async function pass(page: Page, booth: BoothServer, nickname: string): Promise<void> {
  const tag = await signUp(page, nickname)
  const cluster = await booth.newCluster()
  ship(cluster, tag, { now: booth.clock.now })
  await connect(page, { address: cluster.origin, key: cluster.readKey.encoded })
  await page.getByRole('heading', { name: 'You passed!' }).waitFor()
}

/** From nothing to a claim code, `XXXXX-XXXXX`. */
export async function claim(
  page: Page,
  booth: BoothServer,
  { nickname, shirt }: { nickname: string; shirt: string },
): Promise<string> {
  await pass(page, booth, nickname)
  await page.getByRole('link', { name: 'Choose your shirt' }).click()
  await page.locator(`label:has(input[value="${shirt}"])`).click()
  await page.getByRole('button', { name: 'Reserve this shirt' }).click()
  return page.locator('.claim-code code').innerText()
}

/** Opens a one-time link on a new phone. */
export async function enrolStaff(
  journey: Journey,
  { name, role }: { name: string; role: 'scan' | 'lead' },
  options: PersonOptions = {},
): Promise<Person> {
  const person = await journey.arrive({ device: 'phone', ...options })
  await person.page.goto(await journey.booth().enrolmentLink({ kind: 'staff', role }))
  await person.page.getByLabel('Your name').fill(name)
  await person.page.getByLabel('PIN of this phone').fill(PIN)
  await person.page.getByRole('button', { name: 'Enrol this phone' }).click()
  return person
}
