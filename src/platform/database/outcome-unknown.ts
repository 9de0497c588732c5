/**
 * The commit itself failed: what was to be written may be on disk or not. Nobody may be told "no"; whoever asks again
 * with the same id learns the truth.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'

  constructor(cause: unknown) {
    super('the commit failed: whether it is on disk is not known', { cause })
  }
}
