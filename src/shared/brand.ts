declare const brand: unique symbol

/** A string that was checked once, at the edge, and is trusted afterwards. */
export type Branded<Name extends string> = string & { readonly [brand]: Name }
