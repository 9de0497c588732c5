import type { Actor } from '../journal/journal.ts'
import { inHalves } from '../shared/symbols.ts'
import { isPresenceCode, presenceCodeAt, type Fingerprint } from './presence-code.ts'

export type OnOff = 'on' | 'off'

/** What a lead chose at the booth; undefined: what the event file says holds. */
export type PresenceSetting = {
  read(): Promise<OnOff | undefined>
  /** Journalled with who did it. */
  write(to: OnOff, by: Actor, at: string): Promise<void>
}

/** Must people who register on their own device show that they stand at the booth? */
export type Presence = {
  isOn(): Promise<boolean>
  /** As it is shown on the kiosk; undefined while it is off. */
  shownCode(): Promise<string | undefined>
  accepts(typed: string): boolean
  switchTo(to: OnOff, by: Actor): Promise<void>
}

type Ports = {
  setting: PresenceSetting
  /** What the event file says. */
  atFirst: OnOff
  fingerprint: Fingerprint
  now: () => Date
}

/** `setting` outlives a restart and is every instance’s; the code itself is nowhere kept. */
export function createPresence({ setting, atFirst, fingerprint, now }: Ports): Presence {
  const isOn = async () => ((await setting.read()) ?? atFirst) === 'on'
  return {
    isOn,
    shownCode: async () =>
      (await isOn()) ? inHalves(presenceCodeAt(now(), fingerprint)) : undefined,
    accepts: (typed) => isPresenceCode(typed, now(), fingerprint),
    switchTo: (to, by) => setting.write(to, by, now().toISOString()),
  }
}
