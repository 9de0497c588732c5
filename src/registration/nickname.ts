import type { Language } from '../event/event.ts'

const MOST_CHARACTERS = 20
/** White space, and letters that draw nothing (Hangul fillers, the empty braille cell). */
const BLANKS = /[\s\u115F\u1160\u3164\uFFA0\u2800]+/gu

/** Words of one language that make a suggestion, such as "quick" and "otter", and what it writes between words. */
export type NicknameWords = {
  first: readonly string[]
  second: readonly string[]
  between: string
}

export type SuggestNicknames = (language: Language, count: number) => string[]

/** Different suggestions, at most `count`; `pick(max)` gives a whole number from 0 to max-1. */
export function suggestNicknames(
  words: NicknameWords,
  count: number,
  pick: (max: number) => number,
): string[] {
  const made = new Set<string>()
  // Words repeat by chance, so it tries a few times more than it needs.
  for (let tries = 0; made.size < count && tries < count * 5; tries++)
    made.add(
      [words.first, words.second].map((some) => some[pick(some.length)] ?? '').join(words.between),
    )
  return [...made]
}

export type ParsedNickname =
  { kind: 'nickname'; nickname: string } | { kind: 'refused'; fault: string }

/**
 * A nickname as it may stand on a wall: NFC, single blanks, 1 to 20 characters, none of them a control or a
 * direction mark (which would rearrange the text around it).
 */
export function parseNickname(typed: string): ParsedNickname {
  const nickname = typed.normalize('NFC').replace(BLANKS, ' ').trim()
  if (nickname === '') return { kind: 'refused', fault: 'missing' }
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/u.test(withoutJoinedEmoji(nickname)))
    return { kind: 'refused', fault: 'bad-characters' }
  if (Array.from(nickname).length > MOST_CHARACTERS)
    return { kind: 'refused', fault: `too-long:${MOST_CHARACTERS}` }
  return { kind: 'nickname', nickname }
}

/** The joiner is a format character too, but between pictures it makes one of several, such as a person at a laptop. */
function withoutJoinedEmoji(text: string): string {
  return text.replace(
    /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu,
    '',
  )
}
