import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type i18n, type ResourceKey, type ResourceLanguage } from 'i18next'
import { createMemory } from '../../shared/memory.ts'

export type Translate = i18n['t']
export type Translator = (language: string) => Translate

/**
 * Reads `folder`/<language>/<feature>.json; a text is named `feature:key`.
 * @throws Error when a file is missing or is not JSON
 */
export function createTranslator(folder: string, languages: readonly string[]): Translator {
  const resources = Object.fromEntries(
    languages.map((language) => [language, readLanguage(join(folder, language))]),
  )
  const instance = i18next.createInstance()
  // Synchronous, because the texts are already here; escaping is the views' work.
  void instance.init({
    initAsync: false,
    resources,
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  return (language) => rememberPlainTexts(instance.getFixedT(language))
}

/** A text that nothing is put into is looked up once: pages are made of them. */
function rememberPlainTexts(t: Translate): Translate {
  const remember = createMemory<string>()
  const lookUp = (...asked: Parameters<Translate>) => {
    const [key] = asked
    if (asked.length > 1 || typeof key !== 'string') return t(...asked)
    return remember(key, () => t(key))
  }
  return lookUp as Translate
}

function readLanguage(folder: string): ResourceLanguage {
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [
        file.slice(0, -'.json'.length),
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as ResourceKey,
      ]),
  )
}
