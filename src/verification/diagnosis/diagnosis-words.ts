import en from '../../../locales/en/diagnosis.json' with { type: 'json' }
import ja from '../../../locales/ja/diagnosis.json' with { type: 'json' }
import ko from '../../../locales/ko/diagnosis.json' with { type: 'json' }
import type { CauseCode } from './causes.ts'
import type { Difference } from './compare-tags.ts'
import type { Mark } from './spell-out.ts'

/** The words of one cause. Placeholders are i18next's `{{name}}`, names as in the list of causes. */
export type CauseWords = {
  title: string
  /** What we asked, where, and what we saw. */
  saw: string
  /** The one next action. */
  do: string
  /** To be copied; missing only where there is nothing to run or to write. */
  command?: string
  /** What staff say. */
  staff: string
}

export type DiagnosisWords = Readonly<Record<CauseCode, CauseWords>> & {
  readonly differences: Readonly<Record<Difference, string>>
  readonly marks: Readonly<Record<Mark, string>>
}

/** A cause without words in any of the three languages does not compile. */
export const diagnosisWords = { ko, en, ja } satisfies Record<'ko' | 'en' | 'ja', DiagnosisWords>
