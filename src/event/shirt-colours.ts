type Cloth = { id: string; hex: string }

/** The stylesheet `shirt-colours.css`: one class `.shirt-<id>` a colour of the event, with its ink. */
export function shirtColours(colours: readonly Cloth[]): string {
  return colours
    .map(({ id, hex }) => `.shirt-${id}{--shirt:${hex};--shirt-ink:${inkOn(hex)}}\n`)
    .join('')
}

/**
 * What stands on each shirt: the first letter of its name; where two would be the same, two letters
 * (the first two, else the first and the last). Same order as `names`.
 */
export function shirtInitials(names: readonly string[]): string[] {
  const ways = [
    ([first]: string[]) => first,
    ([first, second = '']: string[]) => `${first ?? ''}${second}`,
    (letters: string[]) => `${letters[0] ?? ''}${letters.at(-1) ?? ''}`,
  ]
  const written = names.map((name) => ways.map((way) => way(lettersOf(name)) ?? ''))
  return written.map(
    (own) =>
      own.find((short, way) => written.filter((other) => other[way] === short).length === 1) ??
      own[0] ??
      '',
  )
}

function lettersOf(name: string): string[] {
  return Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
}

/** Black or white, whichever is read more easily on `hex` (WCAG relative luminance). */
function inkOn(hex: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  )
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return luminance > 0.179 ? '#17171c' : '#ffffff'
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
