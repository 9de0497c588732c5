import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next from 'i18next'
import { createViewEngine } from '../../src/platform/http/views.ts'

export const languages = ['ko', 'en', 'ja'] as const
export type Language = (typeof languages)[number]
export type PageData = Record<string, unknown>

const engine = createViewEngine()
const views = join(import.meta.dirname, '../../views')
const locales = join(import.meta.dirname, '../../locales')

const resources = Object.fromEntries(
  languages.map((language) => [
    language,
    Object.fromEntries(
      readdirSync(join(locales, language)).map((file) => [
        file.replace('.json', ''),
        JSON.parse(readFileSync(join(locales, language, file), 'utf8')) as Record<string, string>,
      ]),
    ),
  ]),
)

/** Renders one page as a route would. @throws Error naming every text that is missing */
export async function renderView(view: string, language: Language, data: PageData) {
  const missing: string[] = []
  const i18n = i18next.createInstance()
  await i18n.init({
    resources,
    lng: language,
    fallbackLng: false,
    returnNull: false,
    saveMissing: true,
    missingKeyHandler: (_languages, namespace, key) => missing.push(`${namespace}:${key}`),
    interpolation: { escapeValue: false },
    missingInterpolationHandler: (text: string) => missing.push(`value for: ${text}`),
  })
  const given = { ...everyPage(language), t: i18n.getFixedT(language), ...data }
  let html = ''
  engine(join(views, `${view}.ejs`), given, (error, text = '') => {
    if (error) throw new Error(`${view} (${language})`, { cause: error })
    html = text
  })
  if (missing.length > 0) throw new Error(`${view} (${language}): ${missing.join(', ')}`)
  return html
}

export const titles = {
  ko: '파이콘 한국 부스 미션',
  en: 'PyCon Korea Booth Mission',
  ja: 'PyCon Korea ブースミッション',
}

function everyPage(language: Language): PageData {
  const timeZone = 'Asia/Seoul'
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit' })
  const date = new Intl.DateTimeFormat(language, { timeZone, month: 'long', day: 'numeric' })
  return {
    language,
    event: { id: 'pycon', title: titles[language], languages, prizes: [] },
    rehearsal: false,
    publicUrl: 'https://booth.example',
    asset: (path: string) => path,
    imports: () => [],
    formatTime: (iso: string) => time.format(new Date(iso)),
    formatDate: (iso: string) => date.format(new Date(iso)),
  }
}

/** Every view that is a page of its own, as `feature/page`. */
export function everyView(): string[] {
  return readdirSync(views, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ejs') && !/(^|\/)_/.test(file))
    .map((file) => file.replace('.ejs', ''))
    .sort()
}

/** Every template with its text, partials included. */
export function everyTemplate(): { file: string; text: string }[] {
  return readdirSync(views, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ejs'))
    .map((file) => ({ file, text: readFileSync(join(views, file), 'utf8') }))
}
