/** Requests we refuse. Status and words belong to the error page; a rule or route only names the problem. */
export const PROBLEMS = {
  'bad-form': 400,
  'bad-language': 400,
  'another-site': 403,
  'staff-only': 403,
  'lead-only': 403,
  'passphrase-needed': 403,
  'kiosk-only': 403,
  'unknown-link': 404,
  'unknown-page': 404,
  'wrong-method': 405,
  'too-large': 413,
  'too-many': 429,
  'link-used': 410,
  'crowded-network': 503,
  'not-now': 503,
  'no-room': 503,
  /** The database does not answer, and nothing was written. */
  'cannot-record': 503,
  /** The commit failed: it may be saved or not. */
  'not-sure': 503,
} as const satisfies Record<string, number>

export type ProblemName = keyof typeof PROBLEMS

/** Thrown where a request is refused; becomes a page that says what to do. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly problem: ProblemName
  /** The field of the form that is wrong, where it is one field. */
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    problem: ProblemName,
    more: { field?: string; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(problem, { cause: more.cause })
    this.problem = problem
    this.field = more.field
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}
