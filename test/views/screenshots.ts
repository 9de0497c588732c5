import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import type { RehearsalBooth } from '../../src/commands/rehearsal-booth.ts'
import { openBrowser, type People } from '../support/browser.ts'
import { languages, type Language } from './render-view.ts'
import { createAlbum, type Album } from './screenshots-album.ts'
import { openPhotographedBooth } from './screenshots-booth.ts'
import { deskWalks } from './screenshots-desk.ts'
import { missionWalk } from './screenshots-mission.ts'
import { staffWalks } from './screenshots-staff.ts'
import type { Visit, Walk } from './screenshots-steps.ts'
import { findNoneLeft, lookAtEmptyWall, lookAtWall, visitorWalks } from './screenshots-visitors.ts'

/**
 * Walks through a rehearsal and takes a picture of every page and state, into `screenshots/`:
 * `npm run screenshots -- [--only mission] [--languages ko,en] [--people 40] [--dark] [--vision deuteranopia] [--folder f]`
 * With `--axe` it takes none and names what axe finds wrong on phones instead; exit 1 when it finds something.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    languages: { type: 'string', default: languages.join(',') },
    people: { type: 'string', default: '36' },
    dark: { type: 'boolean', default: false },
    vision: { type: 'string', default: 'none' },
    axe: { type: 'boolean', default: false },
    folder: { type: 'string', default: join(import.meta.dirname, '../../screenshots') },
  },
})

/** Pictures may be taken on a machine that has much else to do. */
const PATIENCE_MS = 30_000
const LOCALES = { ko: 'ko-KR', en: 'en-US', ja: 'ja-JP' } as const
const chosenLanguages = languages.filter((language) => values.languages.includes(language))
const wanted = ({ name }: { name: string }) => values.only === '' || values.only.startsWith(name)

/** Walks that end something for everybody come last. */
const walks: readonly Walk[] = [...visitorWalks, missionWalk, ...staffWalks, ...deskWalks].filter(
  wanted,
)
const emptyWall: Walk = { name: 'wall', walk: lookAtEmptyWall }
/** Before our own visitors stand on the line. */
const fullWall: Walk = { name: 'wall', walk: lookAtWall }
const lastWalk: Walk = { name: 'claim', walk: findNoneLeft }

type Session = { rehearsal: RehearsalBooth; people: People; album: Album }

async function inEveryLanguage(session: Session, some: readonly Walk[]): Promise<void> {
  const { people } = session
  for (const language of chosenLanguages)
    for (const { name, walk } of some) {
      try {
        await walk(visitOf(session, name, language))
      } catch (cause) {
        throw new Error(`on the walk ${name} in ${language}`, { cause })
      } finally {
        await people.leave()
      }
    }
}

function visitOf({ rehearsal, people, album }: Session, walk: string, language: Language): Visit {
  const scheme = values.dark ? 'dark' : 'light'
  return {
    language,
    rehearsal,
    arrive: async (options = {}) => {
      const look = { colorScheme: scheme, reducedMotion: 'reduce' } as const
      const person = await people.arrive({ ...look, locale: LOCALES[language], ...options })
      person.page.setDefaultTimeout(PATIENCE_MS)
      await seeAs(person.page, values.vision)
      return person.page
    },
    take: async (page, state) => {
      const name = `${walk}-${state}`
      if (name.startsWith(values.only)) await album.take(page, `${name}.${language}`)
    },
  }
}

/** `deuteranopia`, `protanopia`, `tritanopia`, `achromatopsia`, `blurredVision`: as Chromium simulates them. */
async function seeAs(page: Page, vision: string): Promise<void> {
  if (vision === 'none') return
  const devtools = await page.context().newCDPSession(page)
  const type = vision as 'deuteranopia'
  await devtools.send('Emulation.setEmulatedVisionDeficiency', { type })
}

async function sellOut({ booth }: RehearsalBooth): Promise<void> {
  const by = { person: 'screenshots', device: 'screenshots', role: 'admin' } as const
  for (const { sku, onHand, reserved } of await booth.stock.overview())
    await booth.stock.recount({
      sku,
      seen: onHand,
      counted: reserved,
      reason: 'sold out',
      agreed: { freed: onHand, waiting: 0 },
      scanId: booth.newToken(),
      by,
    })
}

async function photographEverything(session: Session, letPeopleCome: () => Promise<void>) {
  await inEveryLanguage(session, [emptyWall].filter(wanted))
  await letPeopleCome()
  await inEveryLanguage(session, [fullWall].filter(wanted))
  await inEveryLanguage(session, walks)
  if (!wanted(lastWalk)) return
  await sellOut(session.rehearsal)
  await inEveryLanguage(session, [lastWalk])
}

const album = createAlbum({ ...values, scheme: values.dark ? 'dark' : 'light' })
const { rehearsal, letPeopleCome } = await openPhotographedBooth()
const people = await openBrowser(rehearsal.booth.publicOrigin)
try {
  await photographEverything({ rehearsal, people, album }, () =>
    letPeopleCome(Number(values.people)),
  )
} finally {
  await people.close()
  await rehearsal.close()
}

/** A refused form and a cut network are answers we asked for. */
const EXPECTED = /the server responded with a status of 4\d\d|ERR_(FAILED|INTERNET_DISCONNECTED)/
const complaints = people.takeComplaints().filter((complaint) => !EXPECTED.test(complaint))
for (const fault of [...album.faults(), ...complaints]) process.stdout.write(`${fault}\n`)
if (album.faults().length + complaints.length > 0) process.exitCode = 1
process.stdout.write(`${album.pictures()} pictures in ${values.folder}\n`)
