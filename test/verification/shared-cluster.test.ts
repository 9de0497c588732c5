import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkTag } from '../../src/registration/tag.ts'
import { checkSymbolFor } from '../../src/shared/symbols.ts'
import type { CauseCode } from '../../src/verification/diagnosis/causes.ts'
import { laptop, playAllTags, playNewest, playProbe } from './support/played-answers.ts'
import { checkAgainst, oldMemory } from './support/scripted-cluster.ts'

const SYMBOLS = '123456789ABCDEFGHJKMNPQRSTVWXYZ'
const body = fc.string({
  unit: fc.constantFrom(...Array.from(SYMBOLS)),
  minLength: 8,
  maxLength: 8,
})
const toTag = (symbols: string) => `pycon-${symbols}${checkSymbolFor(symbols)}`.toLowerCase()
const unlike = (one: string, two: string) => Array.from(one).filter((s, at) => s !== two[at]).length

/** Two people's tags as the event draws them; out of 31⁸ no two are nearly the same. */
const tags = fc
  .tuple(body, body)
  .filter(([mine, theirs]) => unlike(mine, theirs) > 3)
  .map((bodies) => bodies.map(toTag))

/** What the other person may have typed: their own tag, or nearly. */
const dressed: readonly [name: string, told: CauseCode, dress: (tag: string) => string][] = [
  ['as it is', 'MB-TAG-OF-ANOTHER-PERSON', (tag) => tag],
  ['in capitals', 'MB-TAG-OF-ANOTHER-PERSON', (tag) => tag.toUpperCase()],
  ['with _ for -', 'MB-TAG-OF-ANOTHER-PERSON', (tag) => tag.replace('-', '_')],
  ['in curved quotes', 'MB-TAG-OF-ANOTHER-PERSON', (tag) => `\u201c${tag}\u201d`],
  ['with blanks around', 'MB-TAG-OF-ANOTHER-PERSON', (tag) => ` ${tag} `],
  ['with a letter wrong', 'MB-TAG-OF-ANOTHER-EVENT', (tag) => tag.slice(0, -1) + other(tag)],
  ['cut off', 'MB-TAG-DIFFERENT', (tag) => tag.slice(0, -2)],
  ['with more behind it', 'MB-TAG-DIFFERENT', (tag) => `${tag}-old`],
]
const other = (tag: string) => (tag.endsWith('z') ? 'y' : 'z')

test.each(dressed)(
  'in a cluster shared with a friend, the friend’s tag %s is not mine nearly right',
  async (...[, told, dress]) => {
    await fc.assert(
      fc.asyncProperty(tags, async ([mine = '', theirs = '']) => {
        const arrived = dress(theirs)
        const { verdict } = await checkShared(mine, [arrived])
        expect(verdict).toMatchObject({ outcome: 'not-yet', code: told })
        expect(JSON.stringify(verdict).toLowerCase()).not.toContain(theirs.slice(-9, -2))
      }),
      { numRuns: 60 },
    )
  },
)

test('a friend’s right tag beside my own with a letter wrong: mine is named, theirs is not', async () => {
  await fc.assert(
    fc.asyncProperty(tags, async ([mine = '', theirs = '']) => {
      const { verdict } = await checkShared(mine, [theirs.toUpperCase(), mine.toUpperCase()])
      expect(verdict).toMatchObject({ code: 'MB-TAG-NEAR-MISS', params: { yours: mine } })
      expect(JSON.stringify(verdict).toLowerCase()).not.toContain(theirs.slice(-9, -2))
    }),
    { numRuns: 60 },
  )
})

/** Documents of a laptop with one of these tags each; nothing with mine. */
function checkShared(mine: string, arrived: readonly string[]) {
  const newest = playNewest(...arrived.map((tag) => ({ ...laptop, tags: [tag] })))
  const probe = playProbe({ documents: 40, recent: 40, near: { any_tag: 40 } })
  const otherTagOfEvent = (tag: string) => tag !== mine && checkTag(tag)
  return checkAgainst(
    { probe, newest, 'all-tags': playAllTags(...arrived) },
    { tag: mine, memory: { ...oldMemory, otherTagOfEvent } },
  )
}
