/** What one check may cost us: milliseconds, bytes and counts. */
export type ExchangeBounds = {
  /** Everything from the first name query to the last byte of the last answer. */
  totalMs: number
  nameMs: number
  /** TCP and TLS, both addresses together. */
  connectMs: number
  headersMs: number
  /** Silence between two chunks of a body. */
  gapMs: number
  headerBytes: number
  answerBytes: number
  requests: number
  perHost: number
  /** Checks of one host in any minute. */
  perHostAndMinute: number
  inAll: number
  waiting: number
  waitingMs: number
  /**
   * Open mode only: nobody learns sooner that an address is unreachable, whatever the reason.
   * Above the connect and header bounds, so that refused, reset and silent look alike.
   */
  unreachableMs: number
}

/** The figures of the security design; a real answer is under 8 kB and comes within a second. */
export const EXCHANGE_BOUNDS: ExchangeBounds = {
  totalMs: 8_000,
  nameMs: 2_000,
  connectMs: 3_000,
  headersMs: 5_000,
  gapMs: 3_000,
  headerBytes: 8 * 1024,
  answerBytes: 256 * 1024,
  requests: 4,
  perHost: 2,
  perHostAndMinute: 40,
  inAll: 32,
  waiting: 200,
  waitingMs: 10_000,
  unreachableMs: 6_500,
}
