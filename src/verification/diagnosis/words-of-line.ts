const PLAIN_WORD = /^[a-z]{2,20}[,.:;]?$/i

/**
 * What two people's lines have in common: their plain words. Numbers, times, addresses, keys and whatever
 * stands in quotes differ from laptop to laptop and are left out.
 */
export function wordsOfLine(line: string): string {
  const words = line.split(/\s+/).filter((word) => PLAIN_WORD.test(word))
  return words.join(' ').toLowerCase()
}
