import { fileURLToPath } from 'node:url'
import { startBoothProcess, type BoothProcess } from '../support/booth-process.ts'
import { LAB_ORIGINS } from '../support/lab.ts'

const SHORT_MISSION = fileURLToPath(new URL('../support/short-mission.yaml', import.meta.url))

/** A booth in a process of its own, for ten seconds of metrics in any cluster of the lab. */
export function startLabBooth(): Promise<BoothProcess> {
  return startBoothProcess({
    PRACTICE_ORIGINS: LAB_ORIGINS.join(','),
    EVENT_FILE: SHORT_MISSION,
  })
}
