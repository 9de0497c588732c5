import type { Request, RequestHandler, Response } from 'express'
import { createMemory } from '../../shared/memory.ts'
import { Problem } from '../../shared/problem.ts'
import type { Assets } from './assets.ts'
import type { CookieJar } from './cookies.ts'
import type { Translate, Translator } from './translate.ts'

export type PageSettings = {
  languages: readonly string[]
  translator: Translator
  assets: Assets
  cookies: CookieJar
  timeZone: string
  title: Readonly<Record<string, string>>
  eventId: string
  /** Ids of prizes without size: drawn as a present, and pages speak of more than shirts. */
  prizes: readonly string[]
  rehearsal: boolean
  /** Any public address may be asked; staff are told on their pages. */
  openMode: boolean
  /** No HTTPS and not this machine itself: browsers give no camera, no offline page, no protected cookies. */
  plainHttp: boolean
  /** There is little room on the disk; staff are told on their pages. */
  isDiskShort: () => boolean
  publicOrigin: string
}

const YEAR_SECONDS = 365 * 86_400
/** Browsers differ in what they prefer, but not in many ways. */
const MOST_PREFERENCES = 500

/** Gives every view its language, texts, times and asset addresses (`views/README.md` lists them). */
export function pageContext(settings: PageSettings): RequestHandler {
  const forLanguage = new Map(settings.languages.map((name) => [name, localsFor(name, settings)]))
  const remember = createMemory<string>(MOST_PREFERENCES)
  const preferred = (req: Request) =>
    remember(req.headers['accept-language'] ?? '', () => preferredLanguage(req, settings))
  return (req, res, next) => {
    const asked = req.query['lang']
    const language = askedOrKept(req, asked, settings) ?? preferred(req)
    Object.assign(res.locals, forLanguage.get(language), {
      path: req.path,
      diskShort: settings.isDiskShort(),
    })
    if (asked !== undefined) {
      if (asked !== language) throw new Problem('bad-language', { field: 'lang' })
      settings.cookies.write(res, 'language', { value: language, seconds: YEAR_SECONDS })
    }
    next()
  }
}

/** Asked for in the address, else kept from before. */
function askedOrKept(req: Request, asked: unknown, { languages, cookies }: PageSettings) {
  const known = (name: unknown) => languages.find((language) => language === name)
  return known(asked) ?? known(cookies.read(req, 'language'))
}

/** What the browser prefers, else the event's first. */
function preferredLanguage(req: Request, { languages }: PageSettings): string {
  return req.acceptsLanguages([...languages]) || (languages[0] ?? 'ko')
}

function localsFor(language: string, settings: PageSettings) {
  const { timeZone, languages, eventId, prizes } = settings
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: 'numeric', minute: '2-digit' })
  const date = new Intl.DateTimeFormat(language, { timeZone, month: 'long', day: 'numeric' })
  const title = settings.title[language] ?? eventId
  return {
    language,
    t: settings.translator(language),
    event: { id: eventId, title, languages, prizes },
    rehearsal: settings.rehearsal,
    openMode: settings.openMode,
    plainHttp: settings.plainHttp,
    publicUrl: settings.publicOrigin,
    asset: (path: string) => settings.assets.url(path),
    imports: (path: string) => settings.assets.imports(path),
    formatTime: (iso: string) => time.format(new Date(iso)),
    formatDate: (iso: string) => date.format(new Date(iso)),
  }
}

/** The language and texts of the page being answered. */
export function pageLanguage(res: Response): { language: string; t: Translate } {
  return res.locals as { language: string; t: Translate }
}
