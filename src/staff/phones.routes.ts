import { Router, type Response } from 'express'
import { z } from 'zod'
import { drawQr } from '../platform/draw-qr.ts'
import { parseForm } from '../platform/http/parse-form.ts'
import { Problem } from '../shared/problem.ts'
import type { NewEnrolmentLink } from './enrol.ts'
import { currentStaff, requireLead } from './login.routes.ts'
import {
  ENROLMENT_MINUTES,
  mayEnrol,
  needsPassphrase,
  ROLES,
  type EnrolmentKind,
  type StaffLogin,
} from './staff.ts'
import type { EnrolledDevice, StaffStore } from './staff-store.ts'
import { staffBar } from './staff-bar.ts'

export type PhonesRoutes = {
  staff: StaffStore
  newEnrolmentLink: NewEnrolmentLink
  now: () => Date
  publicOrigin: string
}

const WANTED = ['kiosk', ...ROLES] as const
const EnrolForm = z.object({ role: z.enum(WANTED, { error: 'choose' }) })

/** Leads see every enrolled device, enrol another by QR, and take a lost one's rights away. */
export function phonesRoutes(booth: PhonesRoutes): Router {
  const router = Router()
  router.use('/phones', requireLead)
  router.get('/phones', (_req, res) => renderPhones(res, booth))
  router.post('/phones', async (req, res) => {
    const { role } = parseForm(EnrolForm, req.body)
    const wanted = toKind(role)
    const member = currentStaff(res)
    requireRight(member, wanted)
    const { token } = await booth.newEnrolmentLink(wanted, member.person)
    const address = token.use((secret) => `${booth.publicOrigin}/enrol/${secret}`)
    const qrSrc = await drawQr(address)
    await renderPhones(res, booth, { role, address, qrSrc, minutes: ENROLMENT_MINUTES })
  })
  router.post('/phones/:device/revoke', async (req, res) => {
    const member = currentStaff(res)
    const lost = (await enrolledNow(booth)).find((one) => one.device === req.params['device'])
    if (!lost) throw new Problem('unknown-page')
    requireRight(member, kindOf(lost))
    const { person, device } = member
    const at = booth.now().toISOString()
    await booth.staff.revoke({ device: lost.device, by: { person, device }, at })
    res.redirect(303, '/staff/phones')
  })
  return router
}

/** @throws Problem lead-only, passphrase-needed */
function requireRight(member: StaffLogin, wanted: EnrolmentKind): void {
  if (!mayEnrol(member, wanted)) throw new Problem('lead-only')
  if (needsPassphrase(wanted) && !member.isRaised) throw new Problem('passphrase-needed')
}

/** What this person may do on this page right now. */
function mayNow(member: StaffLogin, wanted: EnrolmentKind): boolean {
  return mayEnrol(member, wanted) && (member.isRaised || !needsPassphrase(wanted))
}

async function enrolledNow({ staff }: PhonesRoutes): Promise<readonly EnrolledDevice[]> {
  return (await staff.devices()).filter(({ revokedAt }) => revokedAt === undefined)
}

/** Whoever may enrol a device of this kind may also take its rights away. */
function kindOf({ role }: EnrolledDevice): EnrolmentKind {
  return role === undefined ? { kind: 'kiosk' } : { kind: 'staff', role }
}

type EnrolView = { role: string; address: string; qrSrc: string; minutes: number }

async function renderPhones(res: Response, booth: PhonesRoutes, enrol?: EnrolView): Promise<void> {
  const member = currentStaff(res)
  const devices = await enrolledNow(booth)
  res.render('staff/phones', {
    enrol: enrol ?? null,
    enrolRoles: WANTED.filter((role) => mayNow(member, toKind(role))),
    phones: devices.map((phone) => ({
      person: phone.name ?? phone.label,
      name: phone.label,
      role: phone.role ?? 'kiosk',
      lastSeenAt: phone.lastSeenAt,
      here: phone.device === member.device,
      ...revokeLink(phone, member),
    })),
    links: {
      ...staffBar(member),
      enrol: '/staff/phones',
      ...(member.role === 'admin' && !member.isRaised && { passphrase: '/staff/passphrase' }),
    },
  })
}

function revokeLink(phone: EnrolledDevice, member: StaffLogin) {
  const may = phone.device !== member.device && mayNow(member, kindOf(phone))
  return may ? { revokeHref: `/staff/phones/${phone.device}/revoke` } : {}
}

function toKind(role: (typeof WANTED)[number]): EnrolmentKind {
  return role === 'kiosk' ? { kind: 'kiosk' } : { kind: 'staff', role }
}
