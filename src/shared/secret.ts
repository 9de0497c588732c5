const HIDDEN = '[secret]'
/** The name under which Node asks a value how it wants to be printed. */
const inspectCustom = Symbol.for('nodejs.util.inspect.custom')

/**
 * A value that must never be printed: an API key, a link, a cookie.
 * Every way of turning it into text says `[secret]`; `use` is the one way to read it.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** Hands the plain value to `reader` and returns what it returns. */
  use<Result>(reader: (value: string) => Result): Result {
    return reader(this.#value)
  }

  get isEmpty(): boolean {
    return this.#value === ''
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [inspectCustom](): string {
    return HIDDEN
  }
}
