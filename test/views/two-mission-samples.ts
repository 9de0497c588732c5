import { titles, type Language, type PageData } from './render-view.ts'
import type { Sample } from './samples.ts'

const mug = {
  ko: { id: 'mug', name: '머그컵', initial: '' },
  en: { id: 'mug', name: 'Mug', initial: '' },
  ja: { id: 'mug', name: 'マグカップ', initial: '' },
}
const shirtsName = { ko: '티셔츠', en: 'T-shirts', ja: 'Tシャツ' }
const names = {
  ko: ['1분 맛보기', '10분 완주'],
  en: ['One-minute try', 'Ten-minute run'],
  ja: ['1分おためし', '10分チャレンジ'],
}
const either = { ko: '티셔츠 또는 머그컵', en: 'T-shirts or Mug', ja: 'Tシャツまたはマグカップ' }

function choices(language: Language, passed: boolean) {
  const [quick, long] = names[language]
  return [
    {
      ...{ id: 'quick', name: quick, earns: mug[language].name, chosen: !passed, passed },
      asks: { documents: 20, kinds: 2, unit: 'seconds', time: 45 },
    },
    {
      ...{ id: 'long', name: long, earns: either[language], chosen: passed, passed: false },
      asks: { documents: 400, kinds: 3, unit: 'minutes', time: 10 },
    },
  ]
}

const mugLeft = (language: Language, left: number) => ({
  ...mug[language],
  left,
  available: left,
  sizes: [
    {
      ...{ name: '', value: 'mug', left, available: left, reserved: 3, handed: 12 },
      ...{
        chosen: false,
        low: false,
        recountHref: '/staff/stock/mug/recount',
        href: '/staff/stock/mug',
      },
    },
  ],
})

const share = (language: Language, id: 'shirts' | 'mug', left: number) => ({
  id,
  name: id === 'mug' ? mug[language].name : shirtsName[language],
  perDay: id === 'mug' ? 25 : 120,
  left,
  opensAt: '2026-11-29T00:30:00.000Z',
  tomorrow: true,
})

const choiceLinks = { chooseMission: '/m/x/mission', claim: '/m/x/claim' }

/** [name, the state it is another form of, what is other with two missions and a mug] */
const forms: [string, string, (language: Language, base: PageData) => PageData][] = [
  [
    'mission-two',
    'mission',
    (language, { links }) => ({
      choices: choices(language, false),
      links: { ...(links as object), ...choiceLinks },
    }),
  ],
  [
    'mission-two-going-on',
    'mission-not-yet',
    (language, { links }) => ({
      choices: choices(language, true),
      links: { ...(links as object), ...choiceLinks },
    }),
  ],
  [
    'claim-choose-two',
    'claim-choose',
    (language, { colours }) => ({ colours: [...(colours as object[]), mugLeft(language, 28)] }),
  ],
  [
    'claim-choose-shirts-full',
    'claim-choose',
    (language) => ({
      colours: [mugLeft(language, 28)],
      full: [share(language, 'shirts', 0)],
    }),
  ],
  [
    'claim-all-full',
    'claim-none-left',
    (language) => ({
      colours: [],
      full: [
        share(language, 'shirts', 0),
        { ...share(language, 'mug', 0), opensAt: '', tomorrow: false },
      ],
    }),
  ],
  ['claim-claimed-mug', 'claim-claimed-black', (language) => ({ shirt: mug[language], size: '' })],
  ['claim-waiting-mug', 'claim-waiting', (language) => ({ shirt: mug[language], size: '' })],
  [
    'delete-me-mug',
    'delete-me-reserved',
    (language) => ({ claim: { state: 'reserved', shirt: mug[language], size: '' } }),
  ],
  ['staff-fetch-mug', 'staff-fetch', (language) => ({ shirt: mug[language], size: '' })],
  ['stock-recount-mug', 'stock-recount', (language) => ({ shirt: mug[language], size: '' })],
  [
    'stock-two',
    'stock',
    (language, { colours }) => ({
      colours: [...(colours as object[]), mugLeft(language, 28)],
      saved: { name: mug[language].name, size: '', counted: 28 },
      shares: [share(language, 'shirts', 31), share(language, 'mug', 0)],
    }),
  ],
  [
    'wall-two',
    'wall',
    (language, { colours }) => ({
      colours: [...(colours as object[]), mugLeft(language, 28)],
      shares: [share(language, 'shirts', 31), { ...share(language, 'mug', 0), tomorrow: false }],
    }),
  ],
]

/** Pages of an event with two missions and a mug, each another form of a page of the simple event. */
export function twoMissionSamples(simple: readonly Sample[]): Sample[] {
  return forms.map(([name, of, more]) => {
    const base = simple.find((sample) => sample.name === of)
    if (!base) throw new Error(`no sample ${of}`)
    return {
      name,
      view: base.view,
      data: (language) => {
        const data = base.data(language)
        const event = { id: 'pycon', title: titles[language], languages: ['ko', 'en', 'ja'] }
        return { ...data, event: { ...event, prizes: ['mug'] }, ...more(language, data) }
      },
    }
  })
}
