import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { lineUp } from '../../../src/verification/diagnosis/line-up.ts'

/** `[x/y]` where they differ, `-` for nothing. */
function drawn(yours: string, arrived: string): string {
  return lineUp(yours, arrived)
    .map((place) =>
      place.differs ? `[${place.yours || '-'}/${place.arrived || '-'}]` : place.yours,
    )
    .join('')
}

test.each([
  ['pycon-7h3vyz5t4', 'pycon_7h3vyz5t4', 'pycon[-/_]7h3vyz5t4'],
  ['pycon-7h3v', 'pycon-7hv', 'pycon-7h[3/-]v'],
  ['pycon-7h3v', 'pycon-7h33v', 'pycon-7h3[-/3]v'],
  ['pycon-7h3v', 'PyCon-7h3v', '[p/P]y[c/C]on-7h3v'],
  ['pycon-7h3v', '⟨blank⟩pycon-7h3v', '[-/⟨blank⟩]pycon-7h3v'],
  ['pycon-7h3v', 'pycon-7h3v', 'pycon-7h3v'],
  ['ab', '', '[a/-][b/-]'],
])('%s under %s: %s', (yours, arrived, expected) => {
  expect(drawn(yours, arrived)).toBe(expected)
})

test('whatever arrived, both spellings stand there whole, and only what differs is marked', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '-', '_', '⟨', '⟩', '1'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(text, text, (yours, arrived) => {
      const places = lineUp(yours, arrived)
      expect(places.map((place) => place.yours).join('')).toBe(yours)
      expect(places.map((place) => place.arrived).join('')).toBe(arrived)
      for (const place of places) expect(place.differs).toBe(place.yours !== place.arrived)
      expect(places.every(({ differs }) => !differs)).toBe(yours === arrived)
    }),
  )
})
