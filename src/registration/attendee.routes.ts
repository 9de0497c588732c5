import type { RequestHandler, Response } from 'express'
import { Problem } from '../shared/problem.ts'
import type { Registration } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'

export type CurrentAttendee = {
  registration: Registration
  /** Where this attendee's pages live: `/m/<secret>`. */
  base: string
}

export const LONGEST_LINK = 64

/** Finds whose link stands in the address. @throws Problem unknown-link */
export function requireAttendee({
  registrations,
  hashOf,
}: {
  registrations: RegistrationStore
  hashOf: (token: string) => string
}): RequestHandler {
  return async (req, res, next) => {
    const link = req.params['link']
    if (typeof link !== 'string' || link.length > LONGEST_LINK) throw new Problem('unknown-link')
    const registration = await registrations.findByLink(hashOf(link))
    if (!registration) throw new Problem('unknown-link')
    res.locals['attendee'] = { registration, base: `/m/${link}` } satisfies CurrentAttendee
    res.locals['mount'] = '/m/:link'
    next()
  }
}

/** Whose page this is; only behind `requireAttendee`. */
export function currentAttendee(res: Response): CurrentAttendee {
  return res.locals['attendee'] as CurrentAttendee
}
