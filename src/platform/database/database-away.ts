/** Sources: errno(3); PostgreSQL manual, appendix A: connection exceptions, a server that stops or starts, no place left. */
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|08...|57P0[123]|53300)$/

/** `pg` gives these no code. */
const CUT =
  /^(Connection terminated|timeout expired|Client was closed|Client has encountered a connection error)/

/** The server of the database cannot be reached. A commit that was under way is `OutcomeUnknown` instead. */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: unknown }
  return AWAY.test(String(code)) || CUT.test(String(message))
}

/** For whoever starts a command: which setting to look at. @throws always */
export function sayUnreachable(error: unknown): never {
  if (!isDatabaseAway(error)) throw error
  const { message, code } = error as NodeJS.ErrnoException
  // Refused at every address of a name, an `AggregateError` has a code and no message.
  throw new Error(`PostgreSQL cannot be reached, see DATABASE_URL: ${message || String(code)}`, {
    cause: error,
  })
}
