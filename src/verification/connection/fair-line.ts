/** People in line, each with any number of things; it is everybody's turn once before anybody's second. */
export type FairLine<Thing> = {
  add(by: string, thing: Thing): void
  remove(by: string, thing: Thing): void
  /** Takes the next thing that `fits`, from the first in turn who has one; their next turn comes last. */
  takeNext(fits: (thing: Thing) => boolean): Thing | undefined
  length(): number
}

/** Empty at first; `by` names a person, whatever names them. */
export function createFairLine<Thing>(): FairLine<Thing> {
  // A map keeps its order, which is the order of turns.
  const turns = new Map<string, readonly Thing[]>()

  function remove(by: string, thing: Thing): void {
    const rest = (turns.get(by) ?? []).filter((one) => one !== thing)
    if (rest.length > 0) turns.set(by, rest)
    else turns.delete(by)
  }

  function moveToEnd(by: string): void {
    const things = turns.get(by)
    turns.delete(by)
    if (things) turns.set(by, things)
  }

  return {
    add: (by, thing) => {
      turns.set(by, [...(turns.get(by) ?? []), thing])
    },
    remove,
    takeNext: (fits) => {
      const [by, things] = [...turns].find(([, theirs]) => theirs.some(fits)) ?? []
      const thing = things?.find(fits)
      if (by === undefined || thing === undefined) return undefined
      remove(by, thing)
      moveToEnd(by)
      return thing
    },
    length: () => [...turns.values()].reduce((sum, { length }) => sum + length, 0),
  }
}
