import { Problem } from '../shared/problem.ts'

export type CountedTap = { action: string; verdict: string; at: string }
/** What a phone sent after `after` (ISO-8601), oldest first. */
export type RecentTaps = (device: string, after: string) => Promise<readonly CountedTap[]>

/** A number of tries a minute, in this process: settles what arrives at the same moment. */
type Attempts = {
  take(key: string, id?: string): Promise<void>
  check(key: string): Promise<void>
  count(key: string, id?: string): Promise<void>
}

/** Telling what there is, or changing it. */
export type CountedKind = 'look-up' | 'hand-over'
export type DeskTap = { kind: CountedKind; device: string; scanId?: string }

/** What taps are kept as. */
const ACTIONS: Readonly<Record<CountedKind, readonly string[]>> = {
  'look-up': ['look-up'],
  'hand-over': ['hand-over', 'hand-over-expired', 'swap'],
}

export type DeskLimits = {
  /** @throws Problem too-many: this phone sent too much, or too many codes nobody knows */
  allow(tap: DeskTap): Promise<void>
  unknownCode(tap: DeskTap): Promise<void>
}

type Ports = {
  recentTaps: RecentTaps
  /** Is this tap kept already, so that it only asks for its answer once more? */
  wasKept: (scanId: string, device: string) => Promise<boolean>
  lookUps: Attempts
  handOvers: Attempts
  unknownCodes: Attempts
  now: () => Date
}

const MINUTE_MS = 60_000
export const MOST_TAPS = 120
export const MOST_UNKNOWN = 60

/** Bounds what one phone does; a tap that is repeated until its answer arrives is one tap. */
export function createDeskLimits(ports: Ports): DeskLimits {
  return {
    allow: async (tap) => {
      try {
        await count(tap, ports)
      } catch (error) {
        // Asked only of a tap that would be refused: nearly every tap then costs one query.
        if (!(await isRepeat(tap, ports))) throw error
      }
    },
    unknownCode: ({ device, scanId }) => ports.unknownCodes.count(device, scanId),
  }
}

async function count({ device, scanId, kind }: DeskTap, ports: Ports): Promise<void> {
  refuseTooMany(await lastMinute(device, ports), kind, ports.now())
  await ports.unknownCodes.check(device)
  await (kind === 'look-up' ? ports.lookUps : ports.handOvers).take(device, scanId)
}

async function isRepeat({ device, scanId }: DeskTap, { wasKept }: Ports): Promise<boolean> {
  return scanId !== undefined && wasKept(scanId, device)
}

function lastMinute(device: string, { recentTaps, now }: Ports): Promise<readonly CountedTap[]> {
  return recentTaps(device, new Date(now().getTime() - MINUTE_MS).toISOString())
}

function refuseTooMany(taps: readonly CountedTap[], kind: CountedKind, now: Date): void {
  const alike = taps.filter((tap) => ACTIONS[kind].includes(tap.action))
  const unknown = taps.filter((tap) => tap.verdict === 'unknown-code')
  for (const [list, most] of [
    [alike, MOST_TAPS],
    [unknown, MOST_UNKNOWN],
  ] as const) {
    const oldest = list.at(-most)
    if (oldest) throw new Problem('too-many', { retryAfterSeconds: secondsUntil(oldest.at, now) })
  }
}

/** When the tap of `at` is a minute old. */
function secondsUntil(at: string, now: Date): number {
  return Math.max(1, Math.ceil((Date.parse(at) + MINUTE_MS - now.getTime()) / 1000))
}
