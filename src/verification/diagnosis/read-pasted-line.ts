import type { CodeOf } from './causes.ts'
import { LINE_PATTERNS, type LineNumber } from './line-patterns.ts'
import { misspeltName } from './misspelt-name.ts'
import type { CauseParams } from './verdict.ts'

/** What a pasted line means; `line` is its number in elastic.md §8, missing where it is good news. */
export type PastedLine = { code: CodeOf<'not-yet'>; params: CauseParams; line?: LineNumber }

/** A few lines of a log are 4 kB; what comes after 32 kB is not looked at. */
const LONGEST_PASTE = 32_768

/**
 * Recognises what `metricbeat test config`, `metricbeat test output` or the log printed. The text may
 * hold Cloud IDs, hosts and key ids, so nothing of it is kept but numbers of the file's lines,
 * version numbers, the names of Metricbeat's own settings and a module's name that it does not know.
 */
export function readPastedLine(pasted: unknown): PastedLine {
  const text = typeof pasted === 'string' ? pasted.slice(0, LONGEST_PASTE) : ''
  if (/elasticsearch\(https?:\/\/[^)\s]{0,253}(?:\.kb\.|:5601)/.test(text)) {
    return { code: 'MB-SHIPS-TO-KIBANA', params: {}, line: 'L11' }
  }
  const known = LINE_PATTERNS.find(({ needles }) =>
    needles.every((needle) => text.includes(needle)),
  )
  if (known === undefined) return readGoodNews(text)
  return { code: known.code, params: paramsOf(known.code, text), line: known.line }
}

function paramsOf(code: PastedLine['code'], text: string): CauseParams {
  if (code.startsWith('MB-YAML') || code === 'MB-MODULE-FILE-YAML') {
    return { line: lineOfFile(text) }
  }
  if (code === 'MB-SETTING-INVALID') return { setting: settingIn(text) }
  if (code === 'MB-MODULE-MISSPELT') return misspeltName(text)
  return code === 'MB-METRICBEAT-TOO-NEW' ? versionsIn(text) : {}
}

/**
 * The line the parser names. Where blanks are wrong it names the line before (23 misplaced lines tried on
 * 7.17.29 and 9.3.0); another fault may stand before the line it names.
 */
function lineOfFile(text: string): number {
  const named = Number(/yaml: line (\d{1,6}):/.exec(text)?.[1] ?? 0)
  return /did not find expected (?:key|'-')/.test(text) ? named + 1 : Math.max(named, 1)
}

const OWN_SETTING =
  /accessing '((?:output|metricbeat|processors|setup|cloud|tags|fields|logging|queue)[a-z0-9_.]{0,48})'/

function settingIn(text: string): string {
  const named = OWN_SETTING.exec(text)?.[1]
  if (named !== undefined) return named
  if (text.includes('processor action')) return 'processors'
  return text.includes('output type') ? 'output.elasticsearch' : 'output.elasticsearch.hosts'
}

function versionsIn(text: string): CauseParams {
  const cluster = /\bES=(\d{1,2}\.\d{1,3}\.\d{1,3})/.exec(text)?.[1] ?? '?'
  const metricbeat = /\bBeat=(\d{1,2}\.\d{1,3}\.\d{1,3})/.exec(text)?.[1] ?? '?'
  return { cluster, metricbeat }
}

function readGoodNews(text: string): PastedLine {
  if (/talk to server\.\.\. OK|Connection to .{1,300} established/.test(text)) {
    return { code: 'MB-LINE-OUTPUT-OK', params: {} }
  }
  if (text.split('\n').some((line) => line.trim() === 'Config OK')) {
    return { code: 'MB-LINE-CONFIG-OK', params: {} }
  }
  return isQuietLog(text)
    ? { code: 'MB-METRICBEAT-SILENT', params: {}, line: 'L30' }
    : { code: 'MB-LINE-UNKNOWN', params: {} }
}

/** A log of Metricbeat's without an error: an empty `modules.d`, or (9) documents refused unseen. */
function isQuietLog(text: string): boolean {
  const isLog = /"log\.level":"info"|\tINFO\t|\bINFO\b/.test(text) && /metricbeat|beat/i.test(text)
  return isLog && !/"log\.level":"error"|\bERROR\b/.test(text)
}
