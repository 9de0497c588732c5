/** One key as it went down. `code` names the physical key, which no layout or input mode changes. */
export type KeyStroke = { code: string; isShifted: boolean; atMs: number }

export type Burst = {
  /** @returns everything typed at a scanner's speed when this key ends it */
  take(stroke: KeyStroke): string | undefined
}

/** Scanners leave less than 50 ms between keys; people leave more than twice that. */
const LONGEST_GAP_MS = 100
/** Shorter than any code: somebody typing fast. */
const SHORTEST = 10

const SIGNS: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Minus: ['-', '_'],
  Slash: ['/', '?'],
  Period: ['.', '>'],
  Semicolon: [';', ':'],
  Digit3: ['3', '#'],
  Equal: ['=', '+'],
}

/** Tells a keyboard-wedge scanner from a person by its speed: a burst of keys ended by Enter or Tab. */
export function createBurst(): Burst {
  let text = ''
  let lastMs = -Infinity
  return {
    take: ({ code, isShifted, atMs }) => {
      if (atMs - lastMs > LONGEST_GAP_MS) text = ''
      lastMs = atMs
      const typed = text
      if (isEnd(code)) {
        text = ''
        return typed.length >= SHORTEST ? typed : undefined
      }
      text += characterOf(code, isShifted)
      return undefined
    },
  }
}

function isEnd(code: string): boolean {
  return code === 'Enter' || code === 'NumpadEnter' || code === 'Tab'
}

/** As on the keyboard a scanner pretends to be; Shift, Control and the like add nothing. */
function characterOf(code: string, isShifted: boolean): string {
  const signs = SIGNS[code]
  if (signs) return signs[isShifted ? 1 : 0]
  return /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(code)?.slice(1).join('') ?? ''
}
