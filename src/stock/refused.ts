import type { Sku } from './sku.ts'

/** Thrown inside a transaction to leave it with nothing written; the outcome is what the caller gets. */
export class Refused<Outcome> extends Error {
  override readonly name = 'Refused'
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super('refused')
    this.outcome = outcome
  }
}

/** A conditional UPDATE of a counter found too few units; the transaction is to be left. */
export class NotEnoughUnits extends Error {
  override readonly name = 'NotEnoughUnits'
  readonly sku: Sku

  constructor(sku: Sku) {
    super(`not enough units of ${sku}`)
    this.sku = sku
  }
}

/** Another transaction changed the same claim between reading and writing; the change is tried again from the start. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
}

const MOST_TRIES = 5

/** @throws ChangedMeanwhile when every try met another change */
export async function untilUnchanged<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || tries === MOST_TRIES) throw error
    }
  }
}
