import { parseTarget, STRICT_POLICY } from '../verification/target/parse-target.ts'
import type { TargetPolicy } from '../verification/target/parse-target.ts'

/** `write` receives one line without its line end. */
export type CheckAddress = {
  lines: AsyncIterable<string>
  open: boolean
  write: (line: string) => void
}

/**
 * Judges pasted addresses with the parser the product uses, one answer a line:
 * `accepted HOST:PORT` or `refused REASON`. Never cuts, resolves or dials.
 */
export async function checkAddress({ lines, open, write }: CheckAddress): Promise<void> {
  const policy: TargetPolicy = { ...STRICT_POLICY, mode: open ? 'open' : 'strict' }
  for await (const line of lines) write(answerTo(line, policy))
}

/**
 * Cuts a stream of text into lines at `\n` or `\r\n` and nowhere else: `node:readline` also cuts at
 * U+2028 and at a lone `\r`, which would turn one hostile line into two answers.
 */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (rest !== '') yield rest
}

function answerTo(line: string, policy: TargetPolicy): string {
  const parsed = parseTarget(line, policy)
  if (parsed.kind === 'refused') return `refused ${parsed.reason}`
  return `accepted ${parsed.target.host}:${parsed.target.port}`
}
