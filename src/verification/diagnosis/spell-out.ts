/** What a tag may hold as it stands; everything else is drawn as a named mark. */
const PLAIN = /^[A-Za-z0-9_-]$/
const LONGEST_SHOWN = 64

export const MARKS = [
  'blank',
  'tab',
  'line-break',
  'quote',
  'curved-quote',
  'comma',
  'dot',
  'colon',
  'bracket',
  'hash',
  'dash',
  'other',
] as const
export type Mark = (typeof MARKS)[number]

const byCharacter: readonly (readonly [RegExp, Mark])[] = [
  [/[\t\v]/, 'tab'],
  [/[\n\r\u2028\u2029]/, 'line-break'],
  [/[\s\u200b-\u200d\u2060\ufeff]/, 'blank'],
  [/["'`]/, 'quote'],
  [/[\u2018-\u201f\u00ab\u00bb\u300c-\u300f\uff02\uff07]/, 'curved-quote'],
  [/[,\uff0c\u3001]/, 'comma'],
  [/[.\uff0e\u3002]/, 'dot'],
  [/[:;\uff1a]/, 'colon'],
  [/[()[\]{}<>]/, 'bracket'],
  [/#/, 'hash'],
  [/[\u2010-\u2015\u2212\uff0d\u30fc]/, 'dash'],
]

/**
 * Draws a tag as it arrived, safe to show: at most 64 characters, each one outside `[A-Za-z0-9_-]` as
 * a named mark, `⟨blank⟩pycon-7h3`. The names are translated by `wordMarks`.
 */
export function spellOut(tag: string): string {
  const characters = Array.from(tag.slice(0, LONGEST_SHOWN))
  return characters.map((one) => (PLAIN.test(one) ? one : `⟨${markOf(one)}⟩`)).join('')
}

/** Puts a language's words in place of the names of the marks. */
export function wordMarks(spelled: string, words: Readonly<Record<Mark, string>>): string {
  return spelled.replace(/⟨([a-z-]+)⟩/g, (whole, name: string) =>
    isMark(name) ? `⟨${words[name]}⟩` : whole,
  )
}

function markOf(character: string): Mark {
  return byCharacter.find(([pattern]) => pattern.test(character))?.[1] ?? 'other'
}

function isMark(name: string): name is Mark {
  return (MARKS as readonly string[]).includes(name)
}
