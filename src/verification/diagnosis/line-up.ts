/** One place of two spellings under each other; `''` where one of them has nothing. */
export type Column = { yours: string; arrived: string; differs: boolean }

/** Two spellings under each other, letter by letter, so that what differs stands in one column. A mark is one letter. */
export function lineUp(yours: string, arrived: string): Column[] {
  const both = { a: lettersOf(yours), b: lettersOf(arrived) }
  const common = longestCommon(both.a, both.b)
  const columns: Column[] = []
  for (let at = { i: 0, j: 0 }; at.i < both.a.length || at.j < both.b.length;) {
    const step = stepFrom(at, both, common)
    columns.push(
      column(step === 'arrived' ? '' : both.a[at.i], step === 'yours' ? '' : both.b[at.j]),
    )
    at = { i: at.i + Number(step !== 'arrived'), j: at.j + Number(step !== 'yours') }
  }
  return columns
}

type Letters = { a: readonly string[]; b: readonly string[] }

/** Which spelling has a letter in the next column. Another letter in the same place is one column, not two. */
function stepFrom(
  { i, j }: { i: number; j: number },
  { a, b }: Letters,
  common: readonly number[][],
): 'both' | 'yours' | 'arrived' {
  if (i >= a.length) return 'arrived'
  if (j >= b.length) return 'yours'
  const rest = (down: number, right: number) => common[i + down]?.[j + right]
  if (a[i] === b[j] || rest(0, 0) === rest(1, 1)) return 'both'
  return rest(0, 0) === rest(0, 1) ? 'arrived' : 'yours'
}

function column(yours = '', arrived = ''): Column {
  return { yours, arrived, differs: yours !== arrived }
}

function lettersOf(text: string): string[] {
  return text.match(/⟨[^⟨⟩]*⟩|[\s\S]/gu) ?? []
}

/** How long the longest common rest is, from every pair of places on. */
function longestCommon(a: readonly string[], b: readonly string[]): number[][] {
  const table: number[][] = [Array<number>(b.length + 1).fill(0)]
  for (const letter of a.toReversed()) {
    const below = table[0] ?? []
    table.unshift(rowAbove(letter, b, below))
  }
  return table
}

function rowAbove(letter: string, b: readonly string[], below: readonly number[]): number[] {
  const row: number[] = [0]
  for (const [place, other] of [...b.entries()].toReversed()) {
    const kept = (below[place + 1] ?? 0) + 1
    row.unshift(letter === other ? kept : Math.max(below[place] ?? 0, row[0] ?? 0))
  }
  return row
}
