import type { Response } from 'express'
import type { Event, Language } from '../event/event.ts'
import { pageLanguage } from '../platform/http/page.ts'
import { shirtInitials } from '../platform/http/shirt-colours.ts'
import type { ShirtLeft } from '../stock/stock.ts'

export type ShirtView = { id: string; name: string; initial: string }

/** The event's colours as the page draws them: id, name and initial in its language. */
export function shirtViews(event: Event, res: Response): readonly ShirtView[] {
  const language = pageLanguage(res).language as Language
  const names = event.shirts.colours.map(({ name }) => name[language])
  const initials = shirtInitials(names)
  return event.shirts.colours.map(({ id }, place) => ({
    id,
    name: names[place] ?? id,
    initial: initials[place] ?? '',
  }))
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

/** Every colour with what is left of each size (`Colour` of views/README.md). */
export function coloursLeft(
  event: Event,
  res: Response,
  { left, chosen }: { left: readonly ShirtLeft[]; chosen?: string },
) {
  return shirtViews(event, res).map((shirt) => {
    const own = left.filter(({ colour }) => colour === shirt.id)
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
