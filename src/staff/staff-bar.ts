import { mayLead, type Role } from './staff.ts'

/** Where the staff menu leads, by role. */
export function staffBar(member: { role: Role }) {
  return {
    scan: '/staff',
    stock: '/staff/stock',
    room: '/staff/room',
    wall: '/wall',
    ...(mayLead(member) && { phones: '/staff/phones' }),
  }
}
