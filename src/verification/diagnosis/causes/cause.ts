/** Which part of the way a cause belongs to: reach the cluster, ship with the tag, have enough. */
export type Step = 'connect' | 'ship' | 'pass'

/**
 * What is fixed about a cause, whoever meets it. `params` are the names its words may use.
 * `counts` says whether it is the attendee's own mistake: ours and the network's are never counted.
 */
export type Cause = {
  outcome: 'not-yet' | 'could-not-check' | 'hint'
  step: Step
  params: readonly string[]
  counts: boolean
}

/** Something the attendee can put right. */
export function notYetAt<const Names extends readonly string[]>(step: Step, ...params: Names) {
  return { outcome: 'not-yet', step, params, counts: true } as const
}

/** Nobody's mistake yet: the page waits or asks on, nothing is counted. */
export function waitingAt<const Names extends readonly string[]>(step: Step, ...params: Names) {
  return { outcome: 'not-yet', step, params, counts: false } as const
}

/** Ours or the network's: repeated by itself, never counted. */
export function couldNotCheckAt<const Names extends readonly string[]>(
  step: Step,
  ...params: Names
) {
  return { outcome: 'could-not-check', step, params, counts: false } as const
}

/** Said beside an outcome, never in its place. */
export function hintAt<const Names extends readonly string[]>(step: Step, ...params: Names) {
  return { outcome: 'hint', step, params, counts: false } as const
}
