import { inspect } from 'node:util'

const HIDDEN = '[secret]'

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

  [inspect.custom](): string {
    return HIDDEN
  }
}
