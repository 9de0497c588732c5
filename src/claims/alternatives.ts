import { prizeOf, type Shirt } from '../stock/sku.ts'
import type { ShirtLeft } from '../stock/stock.ts'

/** What else is there: other sizes of the colour, nearest first; other colours in the size, most left first. */
export type Alternatives = { sizes: readonly Shirt[]; colours: readonly Shirt[] }
export type FindAlternatives = (wanted: Shirt) => Promise<Alternatives>

/** `sizes` in the order of the event file, small to large; a tie goes to the larger size. */
export function alternativesTo(
  wanted: Shirt,
  left: readonly ShirtLeft[],
  sizes: readonly string[],
): Alternatives {
  const prize = prizeOf(wanted)
  const there = left.filter((shirt) => shirt.left > 0 && prizeOf(shirt) === prize)
  const place = (size: string) => sizes.indexOf(size)
  const distance = ({ size }: Shirt) => Math.abs(place(size) - place(wanted.size))
  return {
    sizes: there
      .filter(({ colour, size }) => colour === wanted.colour && size !== wanted.size)
      .toSorted((a, b) => distance(a) - distance(b) || place(b.size) - place(a.size))
      .map(toShirtOnly),
    colours: there
      .filter(({ colour, size }) => size === wanted.size && colour !== wanted.colour)
      .toSorted((a, b) => b.left - a.left)
      .map(toShirtOnly),
  }
}

/** Everything that is left, for whoever wants another: the same colour first; sizes of each colour nearest first. */
export function nearestFirst<Left extends ShirtLeft>(
  wanted: Shirt,
  left: readonly Left[],
  sizes: readonly string[],
): readonly Left[] {
  const place = (size: string) => sizes.indexOf(size)
  const distance = ({ size }: Shirt) => Math.abs(place(size) - place(wanted.size))
  const isOther = ({ colour }: Shirt) => (colour === wanted.colour ? 0 : 1)
  return left
    .filter((shirt) => shirt.left > 0 && prizeOf(shirt) === prizeOf(wanted))
    .toSorted(
      (a, b) =>
        isOther(a) - isOther(b) || distance(a) - distance(b) || place(b.size) - place(a.size),
    )
}

function toShirtOnly({ colour, size }: Shirt): Shirt {
  return { colour, size }
}
