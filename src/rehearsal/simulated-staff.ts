import type { Pick } from '../shared/symbols.ts'
import type { Pace } from './pace.ts'
import { addressesOf, attributeOf, expectWell, hiddenFieldsOf, PageSurprise } from './read-page.ts'
import type { SharedDevice } from './shared-device.ts'
import type { Browser } from './visit.http.ts'

/** What simulated people remember. The rehearsal's booth ends with the rehearsal. */
const PROOFS = { pin: '730519', passphrase: 'a rehearsal of a booth' }

/** Opens a one-time link as people do: look at it, type a name and a PIN, tap the button. */
export async function enrolDevice(browser: Browser, link: string, name: string): Promise<void> {
  const form = expectWell(await browser.open(link))
  expectWell(await browser.send(link, { ...hiddenFieldsOf(form, link), ...PROOFS, name }))
}

/** Types the code, fetches the shirt that is shown, taps *Hand over*. @throws PageSurprise unless it turns green */
export async function handOverAtDesk(
  { desk, pace }: { desk: SharedDevice; pace: Pace },
  { code, pick }: { code: string; pick: Pick },
): Promise<void> {
  await desk.use(async (phone) => {
    const scan = expectWell(await phone.open('/staff'))
    const looking = { ...hiddenFieldsOf(scan, '/staff/look-ups'), code }
    const found = expectWell(await phone.send('/staff/look-ups', looking))
    await pace.wait(5 + pick(15))
    const handing = hiddenFieldsOf(found, '/staff/hand-overs')
    const answer = expectWell(await phone.send('/staff/hand-overs', handing))
    if (attributeOf(answer, 'data-answer') !== 'handed-over')
      throw new PageSurprise('The tap on Hand over did not turn green.')
  })
}

const IN_A_BOX = 20

/** A box of one colour and size is opened and counted in. */
export async function openBox({ desk }: { desk: SharedDevice }, pick: Pick): Promise<void> {
  await desk.use(async (phone) => {
    const stock = expectWell(await phone.open('/staff/stock'))
    const lines = addressesOf(stock, /^\/staff\/stock\/[^/]+\/recount$/)
    const address = lines[pick(lines.length)] ?? ''
    const form = expectWell(await phone.open(address))
    const shown = hiddenFieldsOf(form, address)
    const counted = String(Number(shown['seen']) + IN_A_BOX)
    expectWell(await phone.send(address, { ...shown, counted, reason: 'A new box' }))
  })
}
