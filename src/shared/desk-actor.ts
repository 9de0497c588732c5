/** A person of the staff, by id, and the enrolled phone they hold. */
export type DeskActor = { person: string; device: string; role: 'scan' | 'lead' | 'admin' }

/** Leads and admins may correct what others did. */
export function mayCorrect({ role }: DeskActor): boolean {
  return role !== 'scan'
}
