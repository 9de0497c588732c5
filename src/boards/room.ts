import type { Oddity } from '../verification/diagnosis/find-oddities.ts'
import type { CauseParams } from '../verification/diagnosis/verdict.ts'

/** Somebody who has signed up and not passed: at what they are stuck, and since when. */
export type Stuck = {
  registrationId: string
  nickname: string
  tag: string
  /** The mission they chose; missing: the event's first. */
  mission?: string
  /** Missing: not connected yet. */
  code?: string
  params: CauseParams
  /** When this cause was first told, or when they signed up; ISO-8601, UTC. */
  since: string
  /** When we last heard of them. */
  lastAt: string
}

/** Somebody whose pass is odd in some way: told to staff, never held against them. */
export type OddPass = {
  nickname: string
  tag: string
  passedAt: string
  oddities: readonly Oddity[]
}

export type RoomStore = {
  /** Who has passed oddly after `after`, newest first, at most `most`. */
  oddPasses(after: string, most: number): Promise<readonly OddPass[]>
  /** Who has not passed and was here after `after`, longest stuck first, at most `most`. */
  stuck(after: string, most: number): Promise<readonly Stuck[]>
}
