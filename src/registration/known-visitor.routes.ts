import type { Request } from 'express'
import { findLogin, type LoginPorts } from '../staff/login.routes.ts'
import { LONGEST_LINK } from './attendee.routes.ts'
import type { RegistrationStore } from './registration-store.ts'

/** Does the request carry an attendee's link, a staff phone's login or a kiosk's? */
export function createIsKnownVisitor(ports: LoginPorts & { registrations: RegistrationStore }) {
  return async (req: Request): Promise<boolean> =>
    (await hasLink(req.path, ports)) ||
    (await findLogin(ports.cookies.read(req, 'staff'), ports)) !== undefined ||
    (await findLogin(ports.cookies.read(req, 'kiosk'), ports)) !== undefined
}

async function hasLink(
  path: string,
  { registrations, hashOf }: Pick<LoginPorts, 'hashOf'> & { registrations: RegistrationStore },
): Promise<boolean> {
  const link = /^\/m\/([^/]+)/.exec(path)?.[1]
  if (link === undefined || link.length > LONGEST_LINK) return false
  return (await registrations.findByLink(hashOf(link))) !== undefined
}
