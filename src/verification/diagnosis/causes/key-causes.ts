import { type Cause, hintAt, notYetAt } from './cause.ts'

/** What can be wrong with the key we were given for reading. */
export const keyCauses = {
  'MB-KEY-EMPTY': notYetAt('connect'),
  'MB-KEY-ONLY-ID': notYetAt('connect'),
  'MB-KEY-ONLY-SECRET': notYetAt('connect'),
  'MB-KEY-CUT-OFF': notYetAt('connect', 'missing'),
  'MB-KEY-IS-ADDRESS': notYetAt('connect'),
  'MB-KEY-BASIC-LOGIN': notYetAt('connect'),
  'MB-KEY-UNREADABLE': notYetAt('connect'),
  'MB-KEY-MISSING': notYetAt('connect', 'host'),
  'MB-KEY-UNKNOWN': notYetAt('connect', 'host'),
  'MB-KEY-WRONG-SECRET': notYetAt('connect', 'host'),
  'MB-KEY-EXPIRED': notYetAt('connect', 'host'),
  'MB-KEY-INVALIDATED': notYetAt('connect', 'host'),
  'MB-KEY-CLOUD-ORGANISATION': notYetAt('connect', 'host'),
  'MB-KEY-REFUSED': notYetAt('connect', 'host'),
  'MB-KEY-CANNOT-READ': notYetAt('connect', 'host'),
  'MB-KEY-WRITES-ONLY': notYetAt('connect', 'host'),
  'MB-KEY-SUPERUSER': hintAt('connect'),
} as const satisfies Record<`MB-${string}`, Cause>
