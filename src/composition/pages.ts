import { fileURLToPath } from 'node:url'
import { isPlainHttp, type Config } from '../config.ts'
import { LANGUAGES, type Event, type Language } from '../event/event.ts'
import type { DiskWatch } from '../platform/disk/disk-watch.ts'
import { createAssets } from '../platform/http/assets.ts'
import type { CookieJar } from '../platform/http/cookies.ts'
import type { PageSettings } from '../platform/http/page.ts'
import { shirtColours } from '../event/shirt-colours.ts'
import { createTranslator } from '../platform/http/translate.ts'
import { suggestNicknames, type NicknameWords } from '../registration/nickname.ts'

type PagePorts = {
  cookies: CookieJar
  pick: (max: number) => number
  disk: Pick<DiskWatch, 'isShort'>
}

const VENDORED = {
  'vendor/zxing_reader.wasm': inProject('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'),
  // The package's two files, beside each other as they import each other.
  'vendor/zxing/reader/index.js': inProject('node_modules/zxing-wasm/dist/es/reader/index.js'),
  'vendor/zxing/share.js': inProject('node_modules/zxing-wasm/dist/es/share.js'),
}

/** Texts, assets and what every page shares. */
export function composePages(config: Config, event: Event, { cookies, pick, disk }: PagePorts) {
  const translator = createTranslator(inProject('locales'), LANGUAGES)
  const assets = createBoothAssets(event)
  const pages: PageSettings = {
    languages: event.languages,
    translator,
    assets,
    cookies,
    timeZone: event.timeZone,
    title: event.title,
    eventId: event.id,
    prizes: event.prizes.map(({ id }) => id),
    rehearsal: config.rehearsal,
    isDiskShort: disk.isShort,
    openMode: config.verification.mode === 'open',
    plainHttp: isPlainHttp(config),
    publicOrigin: config.publicOrigin,
  }
  return {
    publicOrigin: config.publicOrigin,
    assets,
    pages,
    suggest: createSuggest(translator, pick),
  }
}

function createBoothAssets(event: Event) {
  return createAssets({
    publicFolder: inProject('public'),
    sourceFolder: inProject('src'),
    generated: {
      'shirt-colours.css': shirtColours([
        ...event.shirts.colours,
        ...event.prizes.flatMap(withHex),
      ]),
    },
    vendored: VENDORED,
  })
}

/** Without a colour of its own a prize is drawn on paper. */
function withHex({ id, hex }: Event['prizes'][number]) {
  return hex === undefined ? [] : [{ id, hex }]
}

function createSuggest(
  translator: ReturnType<typeof createTranslator>,
  pick: (max: number) => number,
) {
  return (language: Language, count: number) => {
    const t = translator(language)
    const words: NicknameWords = {
      first: t('nicknames:first', { returnObjects: true }) as string[],
      second: t('nicknames:second', { returnObjects: true }) as string[],
      between: language === 'ja' ? '' : ' ',
    }
    return suggestNicknames(words, count, pick)
  }
}

function inProject(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}
