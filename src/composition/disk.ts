import type { Outside } from '../outside.ts'
import { createDiskWatch, type DiskWatch } from '../platform/disk/disk-watch.ts'
import type { Register } from '../registration/register.ts'
import { Problem } from '../shared/problem.ts'

/** Looked at once before the booth opens; the tick a minute goes on. */
export async function composeDisk({ disk, log }: Outside): Promise<DiskWatch> {
  const watch = createDiskWatch({ log, ...(disk && { disk }) })
  await watch.look()
  return watch
}

/** What is left of the disk is for those who signed up already. */
export function whileThereIsRoom({ isShort }: DiskWatch, register: Register): Register {
  return async (signUp) => {
    if (isShort()) throw new Problem('no-room')
    return register(signUp)
  }
}
