import { addressCauses } from './causes/address-causes.ts'
import type { Cause } from './causes/cause.ts'
import { connectionCauses } from './causes/connection-causes.ts'
import { dataCauses } from './causes/data-causes.ts'
import { keyCauses } from './causes/key-causes.ts'
import { lineCauses } from './causes/line-causes.ts'

export type { Cause, Step } from './causes/cause.ts'

/**
 * The closed list of causes. A code never changes its meaning: it stands on the attendee's page, on
 * staff screens and in docs/diagnosis.md. Words for it live in locales/<language>/diagnosis.json.
 */
export const causes = {
  ...addressCauses,
  ...keyCauses,
  ...connectionCauses,
  ...dataCauses,
  ...lineCauses,
} as const satisfies Record<`MB-${string}`, Cause>

export type CauseCode = keyof typeof causes

/** The codes of one outcome, so that a hint can never be returned as a cause of *not yet*. */
export type CodeOf<Outcome extends Cause['outcome']> = {
  [Code in CauseCode]: (typeof causes)[Code]['outcome'] extends Outcome ? Code : never
}[CauseCode]

/** The values a cause's words need: exactly the names the list gives it. */
export type ParamsOf<Code extends CauseCode> = Readonly<
  Record<(typeof causes)[Code]['params'][number], string | number>
>

export const causeCodes = Object.keys(causes) as CauseCode[]

/** Is this text one of our codes? For what comes back from a store or a form. */
export function isCauseCode(text: string): text is CauseCode {
  return Object.hasOwn(causes, text)
}
