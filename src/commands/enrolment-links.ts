import { drawQrForTerminal } from '../platform/draw-qr.ts'
import type { NewEnrolmentLink } from '../staff/enrol.ts'
import { ENROLMENT_MINUTES, type EnrolmentKind } from '../staff/staff.ts'

export type LinkMaker = { newEnrolmentLink: NewEnrolmentLink; publicOrigin: string }

/** The links of a first start: the first admin's phone and the kiosk. */
export async function firstLinks(booth: LinkMaker): Promise<string> {
  return [
    await describeLink(booth, { kind: 'staff', role: 'admin' }),
    await describeLink(booth, { kind: 'kiosk' }),
  ].join('\n')
}

/** A one-time link with its QR, for a terminal or a private file. */
export async function describeLink(booth: LinkMaker, wanted: EnrolmentKind): Promise<string> {
  const { token } = await booth.newEnrolmentLink(wanted)
  const address = token.use((secret) => `${booth.publicOrigin}/enrol/${secret}`)
  const whose = wanted.kind === 'kiosk' ? 'the kiosk' : `the ${wanted.role}’s phone`
  return [
    `Open this on ${whose}; it works once, for ${ENROLMENT_MINUTES} minutes:`,
    address,
    await drawQrForTerminal(address),
  ].join('\n')
}
