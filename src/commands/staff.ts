import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { openDataFolder } from '../data-folder.ts'
import { hashOf } from '../platform/server-secrets.ts'
import { createEnrolmentLink } from '../staff/enrol.ts'
import { ROLES, type EnrolmentKind } from '../staff/staff.ts'
import { createStaffStore } from '../staff/staff-store.sql.ts'
import { openStorage } from '../storage/open-storage.ts'
import { describeLink } from './enrolment-links.ts'
import { realOutside } from './real-outside.ts'
import { storagePlace } from './storage-place.ts'

const WANTED = [...ROLES, 'kiosk']
const USAGE = `Usage: npx booth-mission staff add [--role ${WANTED.join('|')}]`

/** `staff add --role lead`: prints a one-time link that enrols a phone or a kiosk; the booth may be running. */
export async function staff(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { role: { type: 'string', default: 'scan' } },
  })
  const wanted = toKind(values.role)
  if (positionals[0] !== 'add' || !wanted) {
    console.error(USAGE)
    return 2
  }
  const config = readConfig(environment)
  const storage = await openStorage(storagePlace(config, openDataFolder(config.dataDir)))
  try {
    const ports = { ...realOutside(config), hashOf, staff: createStaffStore(storage) }
    const newEnrolmentLink = createEnrolmentLink(ports)
    console.log(await describeLink({ newEnrolmentLink, publicOrigin: config.publicOrigin }, wanted))
  } finally {
    await storage.close()
  }
  return 0
}

function toKind(name: string): EnrolmentKind | undefined {
  if (name === 'kiosk') return { kind: 'kiosk' }
  const role = ROLES.find((known) => known === name)
  return role && { kind: 'staff', role }
}
