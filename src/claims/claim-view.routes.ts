import type { Response } from 'express'
import type { Event, Language } from '../event/event.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { createMemory, type Memory } from '../shared/memory.ts'
import { shirtInitials } from '../event/shirt-colours.ts'
import { prizeOf, type Shirt } from '../stock/sku.ts'
import type { ShirtLeft } from '../stock/stock.ts'

export type ShirtView = { id: string; name: string; initial: string }

/** The event's colours, then its prizes without size, as the page draws them: id, name and initial in its language. */
export function shirtViews(event: Event, res: Response): readonly ShirtView[] {
  const language = pageLanguage(res).language as Language
  const drawn = drawings.get(event) ?? createMemory<readonly ShirtView[]>()
  drawings.set(event, drawn)
  return drawn(language, () => drawShirts(event, language))
}

/** An event never changes: its shirts are drawn once a language. */
const drawings = new WeakMap<Event, Memory<readonly ShirtView[]>>()

function drawShirts(event: Event, language: Language): readonly ShirtView[] {
  const names = event.shirts.colours.map(({ name }) => name[language])
  const initials = shirtInitials(names)
  const colours = event.shirts.colours.map(({ id }, place) => ({
    id,
    name: names[place] ?? id,
    initial: initials[place] ?? '',
  }))
  const prizes = event.prizes.map(({ id, name }) => ({ id, name: name[language], initial: '' }))
  return [...colours, ...prizes]
}

/** One colour, as drawn. */
export function shirtView(event: Event, res: Response, colour: string): ShirtView {
  return (
    shirtViews(event, res).find(({ id }) => id === colour) ?? {
      id: colour,
      name: colour,
      initial: '',
    }
  )
}

/** In words: `Black · M`, or the name alone of a prize without size. */
export function shirtWords(event: Event, res: Response, { colour, size }: Shirt): string {
  const { name } = shirtView(event, res, colour)
  return size === '' ? name : `${name} · ${size}`
}

/** What is left, colour by colour, in the order given. */
export function leftByColour(event: Event, res: Response, left: readonly ShirtLeft[]) {
  const ids = [...new Set(left.map(({ colour }) => colour))]
  return ids.map((id) => ({
    ...shirtView(event, res, id),
    sizes: left
      .filter(({ colour }) => colour === id)
      .map((line) => ({ name: line.size, value: line.sku, left: line.left })),
  }))
}

/** `prizes`: only these; missing: all. */
type LeftToShow = {
  left: readonly ShirtLeft[]
  chosen?: string | undefined
  prizes?: readonly string[]
}

/** Every colour with what is left of each size (`Colour` of views/README.md). */
export function coloursLeft(event: Event, res: Response, { left, chosen, prizes }: LeftToShow) {
  return shirtViews(event, res).flatMap((shirt) => {
    const own = left.filter(({ colour }) => colour === shirt.id)
    const [first] = own
    if (first && prizes && !prizes.includes(prizeOf(first))) return []
    return {
      ...shirt,
      left: own.reduce((sum, line) => sum + line.left, 0),
      sizes: own.map((line) => ({
        name: line.size,
        value: line.sku,
        left: line.left,
        ...(line.sku === chosen && { chosen: true }),
      })),
    }
  })
}
