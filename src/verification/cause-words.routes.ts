import type { Response } from 'express'
import { pageLanguage } from '../platform/http/page.ts'
import { commandOn, type System } from './commands-by-system.ts'
import { compareTags } from './diagnosis/compare-tags.ts'
import { lineUp, type Column } from './diagnosis/line-up.ts'
import { wordMarks, type Mark } from './diagnosis/spell-out.ts'
import type { CauseParams } from './diagnosis/verdict.ts'

type Named = { code: string; params: CauseParams }
export type CauseWords = {
  title: string
  saw: string
  do: string
  command: string
  staff: string
  compare: Comparison | null
}

/** Two spellings under each other: the attendee's tag and the one that arrived, or a name of Metricbeat's and theirs. */
type Comparison = { kind: 'tag' | 'name'; columns: readonly Column[] }

/** Values that are times (ISO-8601): people read them in the event's zone. */
const TIMES = new Set(['since', 'last'])

/** A cause in the page's language: what we saw, the one thing to do, and its command for `system`. */
export function causeWords({ code, params }: Named, res: Response, system?: System): CauseWords {
  const { t } = pageLanguage(res)
  const values = readable(params, res)
  const say = (part: string) => t(`diagnosis:${code}.${part}`, { ...values, defaultValue: '' })
  const command = say('command')
  return {
    title: say('title'),
    saw: say('saw'),
    do: say('do'),
    command: system ? commandOn(system, command) : command,
    staff: say('staff'),
    compare: compareOf(values),
  }
}

function compareOf({ yours, arrived, right, written }: CauseParams): Comparison | null {
  if (typeof yours === 'string' && typeof arrived === 'string')
    return { kind: 'tag', columns: lineUp(yours, arrived) }
  // What is not nearly alike is no slip of a letter.
  return typeof right === 'string' && typeof written === 'string' && compareTags(right, written)
    ? { kind: 'name', columns: lineUp(right, written) }
    : null
}

function readable(params: CauseParams, res: Response): CauseParams {
  const { t } = pageLanguage(res)
  const formatTime = res.locals['formatTime'] as (iso: string) => string
  const toWord = (name: string, value: string): string => {
    if (TIMES.has(name)) return formatTime(value)
    if (name === 'still') return t(`diagnosis:${value}.title`)
    if (name === 'difference') return t(`diagnosis:differences.${value}`)
    return wordMarks(value, t('diagnosis:marks', { returnObjects: true }) as Record<Mark, string>)
  }
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? toWord(name, value) : value,
    ]),
  )
}
