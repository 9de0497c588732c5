import { Router } from 'express'
import { z } from 'zod'
import type { Attempts } from '../platform/http/limits.ts'
import { parseForm } from '../platform/http/parse-form.ts'
import { currentStaff, requireLead } from './login.routes.ts'
import type { StaffStore } from './staff-store.ts'

type OnOff = 'on' | 'off'

export type RegisteringRoutes = {
  presence: {
    shownCode(): Promise<string | undefined>
    switchTo(to: OnOff, by: { person: string; device: string }): Promise<void>
  }
  /** Registrations that a kiosk wanted over its limit, by device. */
  kioskOverflows: Attempts
  staff: StaffStore
}

const SwitchForm = z.object({ presenceCode: z.enum(['on', 'off'], { error: 'choose' }) })

/** A lead switches the code for registering on one's own device on and off. */
export function registeringRoutes(booth: RegisteringRoutes): Router {
  const router = Router()
  router.post('/presence-code', requireLead, async (req, res) => {
    const { presenceCode } = parseForm(SwitchForm, req.body)
    const { person, device } = currentStaff(res)
    await booth.presence.switchTo(presenceCode, { person, device })
    res.redirect(303, '/staff/room')
  })
  return router
}

/** What staff see about registering: the code people must type, and kiosks that somebody plays with. */
export async function toRegisteringView({ presence, kioskOverflows, staff }: RegisteringRoutes) {
  const overflows = kioskOverflows.busiest()
  const devices = overflows.length > 0 ? await staff.devices() : []
  return {
    presenceCode: (await presence.shownCode()) ?? '',
    kiosks: overflows.map(({ key, tries }) => ({
      label: devices.find(({ device }) => device === key)?.label ?? '',
      refused: tries,
    })),
  }
}
