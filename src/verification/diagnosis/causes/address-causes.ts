import { type Cause, notYetAt } from './cause.ts'

/** What can be wrong with the typed address, known before any request. */
export const addressCauses = {
  'MB-ADDRESS-EMPTY': notYetAt('connect'),
  'MB-ADDRESS-TOO-LONG': notYetAt('connect'),
  'MB-ADDRESS-BAD-CHARACTERS': notYetAt('connect'),
  'MB-ADDRESS-NOT-HTTPS': notYetAt('connect'),
  'MB-ADDRESS-UNREADABLE': notYetAt('connect'),
  'MB-CLOUD-ID-BROKEN': notYetAt('connect'),
  'MB-ADDRESS-MISTYPED': notYetAt('connect'),
  'MB-ADDRESS-LOCAL': notYetAt('connect'),
  'MB-ADDRESS-IS-NUMBER': notYetAt('connect'),
  'MB-ADDRESS-PORT': notYetAt('connect'),
  'MB-ADDRESS-NOT-ELASTIC': notYetAt('connect'),
  'MB-KIBANA-ADDRESS': notYetAt('connect'),
  'MB-CONSOLE-ADDRESS': notYetAt('connect'),
  'MB-OTHER-PRODUCT-ADDRESS': notYetAt('connect'),
  'MB-PRIVATE-LINK': notYetAt('connect'),
  'MB-DEPLOYMENT-BEING-CREATED': notYetAt('connect'),
} as const satisfies Record<`MB-${string}`, Cause>
