import { toString as drawQr } from 'qrcode'
import { shirtInitials } from '../../src/event/shirt-colours.ts'
import { lineUp } from '../../src/verification/diagnosis/line-up.ts'
import { PROBLEMS, type ProblemName } from '../../src/shared/problem.ts'
import type { Language, PageData } from './render-view.ts'
import { twoMissionSamples } from './two-mission-samples.ts'

/** One drawn state of one page. */
export type Sample = { name: string; view: string; data: (language: Language) => PageData }

export const cloths = [
  { id: 'black', hex: '#1d1d21', ko: '검정', en: 'Black', ja: 'ブラック' },
  { id: 'blue', hex: '#1f4fd8', ko: '파랑', en: 'Blue', ja: 'ブルー' },
  { id: 'mint', hex: '#58d8b4', ko: '민트', en: 'Mint', ja: 'ミント' },
  { id: 'pink', hex: '#ff6fa5', ko: '분홍', en: 'Pink', ja: 'ピンク' },
]
const stock: Record<string, number[]> = {
  black: [0, 0, 0, 0, 0, 0, 0],
  blue: [2, 9, 14, 3, 0, 4, 1],
  mint: [5, 15, 21, 19, 8, 2, 0],
  pink: [5, 12, 18, 20, 9, 5, 2],
}
const sizes = ['XS', 'S', 'M', 'L', 'XL', '2XL', '3XL']
const tag = 'pycon-7h3vyz5t4'
const nicknames = { ko: '용감한 수달', en: 'Brave Otter', ja: 'ゆうかんなカワウソ' }
const at = '2026-11-28T02:14:00Z'
const later = '2026-11-28T06:30:00Z'

const svg = await drawQr('https://booth.example/g/K7M2X9', { type: 'svg', margin: 4 })
const claimSvg = await drawQr('K7M2X9QP4J', {
  type: 'svg',
  margin: 4,
  errorCorrectionLevel: 'H',
  version: 1,
})
const asImage = (text: string) => `data:image/svg+xml,${encodeURIComponent(text)}`
const qrSrc = asImage(svg)
const claimQr = asImage(claimSvg)
const door = { qrSrc, shortAddress: 'booth.example/go', shortCode: 'K7M-2X9', minutes: 10 }
const notice = { version: '2026-11-01', retentionDays: 7, organiser: 'Elastic Korea' }

export function shirt(id: string, language: Language) {
  const initials = shirtInitials(cloths.map((cloth) => cloth[language]))
  const at = cloths.findIndex((cloth) => cloth.id === id)
  return { id, name: cloths[at]![language], initial: initials[at]! }
}

export function colours(language: Language, left = stock) {
  return cloths.map(({ id }) => ({
    ...shirt(id, language),
    left: left[id]!.reduce((sum, count) => sum + count, 0),
    sizes: sizes.map((name, at) => ({
      name,
      value: `${id}-${name}`,
      left: left[id]![at]!,
      chosen: id === 'mint' && name === 'M',
    })),
  }))
}

const suggestions = {
  ko: ['용감한 수달', '새벽의 고래', '조용한 파이썬', '달리는 너구리'],
  en: ['Brave Otter', 'Early Whale', 'Quiet Python', 'Running Raccoon'],
  ja: ['ゆうかんなカワウソ', '夜明けのクジラ', '静かなパイソン', '走るタヌキ'],
}
const odd: Record<Language, string> = {
  ko: '612초 분량의 문서가 5초 사이에 한꺼번에 나타났어요. (네트워크가 끊겼다 이어져도 이렇게 보여요.)',
  en: 'Documents over 612 s appeared within 5 s. (A network that was away looks like this too.)',
  ja: '612 秒分のドキュメントが 5 秒のうちに一度に現れました。（ネットワークが切れていた場合もこう見えます。）',
}
const tooLong = {
  ko: '40자까지 쓸 수 있어요.',
  en: 'At most 40 characters.',
  ja: '40文字まで入力できます。',
}

const kiosk: Sample[] = [
  {
    name: 'kiosk-language',
    view: 'kiosk/language',
    data: () => ({
      choices: ['ko', 'en', 'ja'].map((language) => ({
        language,
        href: `/kiosk/notice?lang=${language}`,
      })),
      presenceCode: '7H3-VYZ',
    }),
  },
  {
    name: 'kiosk-notice',
    view: 'kiosk/notice',
    data: () => ({ notice, links: { agree: '/kiosk/notice', startOver: '/kiosk' } }),
  },
  {
    name: 'kiosk-nickname',
    view: 'kiosk/nickname',
    data: (language) => ({
      notice,
      suggestions: suggestions[language],
      values: {},
      errors: {},
      links: { submit: '/kiosk/registrations', another: '?more', startOver: '/kiosk' },
    }),
  },
  {
    name: 'kiosk-nickname-refused',
    view: 'kiosk/nickname',
    data: (language) => ({
      notice,
      suggestions: suggestions[language],
      values: { nickname: nicknames[language].repeat(5) },
      errors: { nickname: tooLong[language] },
      links: { submit: '/kiosk/registrations', another: '?more', startOver: '/kiosk' },
    }),
  },
  {
    name: 'kiosk-done',
    view: 'kiosk/done',
    data: (language) => ({
      nickname: nicknames[language],
      tag,
      door,
      secondsLeft: 90,
      links: { done: '/kiosk/done', slip: '/kiosk/slip' },
    }),
  },
  {
    name: 'kiosk-slip',
    view: 'kiosk/slip',
    data: (language) => ({
      nickname: nicknames[language],
      tag,
      door,
      secondsLeft: 80,
      links: { back: '/kiosk/done' },
    }),
  },
  {
    name: 'kiosk-not-enrolled',
    view: 'kiosk/not-enrolled',
    data: () => ({ links: { register: '/register' } }),
  },
]

const privacy: Sample[] = [
  ...(['reserved', 'handed'] as const).map((state) => ({
    name: `delete-me-${state}`,
    view: 'privacy/delete-me',
    data: (language: Language) => ({
      nickname: nicknames[language],
      retentionDays: 7,
      claim: { state, shirt: shirt('mint', language), size: 'M' },
      links: { submit: '/m/x/delete', keep: '/m/x' },
    }),
  })),
  {
    name: 'deleted',
    view: 'privacy/deleted',
    data: () => ({ shirtIsYours: true, links: { register: '/register' } }),
  },
]

const registration: Sample[] = [
  {
    name: 'register',
    view: 'registration/register',
    data: (language) => ({
      notice,
      suggestions: suggestions[language],
      values: {},
      errors: {},
      presenceNeeded: false,
      links: { submit: '/register', go: '/go' },
    }),
  },
  {
    name: 'register-refused',
    view: 'registration/register',
    data: (language) => ({
      notice,
      suggestions: suggestions[language],
      values: { nickname: nicknames[language].repeat(5), presence: 'AAAA' },
      errors: {
        consent: tooLong[language],
        nickname: tooLong[language],
        presence: tooLong[language],
      },
      presenceNeeded: true,
      links: { submit: '/register', go: '/go' },
    }),
  },
  ...(['a4', 'a5'] as const).map((paper) => ({
    name: `sheet-${paper}`,
    view: 'registration/sheet',
    data: () => ({
      paper,
      papers: ['a4', 'a5'].map((id) => ({ id, href: `?paper=${id}` })),
      titles: [
        { language: 'ko', title: '파이콘 한국 부스 미션' },
        { language: 'en', title: 'PyCon Korea Booth Mission' },
        { language: 'ja', title: 'PyCon Korea ブースミッション' },
      ],
      address: 'booth.example/register',
      qrSrc,
    }),
  })),
  {
    name: 'go',
    view: 'registration/go',
    data: () => ({ values: {}, errors: {}, links: { submit: '/go', register: '/register' } }),
  },
]

const words = {
  right: {
    ko: ['클러스터에 연결됐어요.', 'kim-laptop의 Metricbeat 데이터가 도착하고 있어요.'],
    en: ['We reach your cluster.', 'Metricbeat data from kim-laptop arrives.'],
    ja: ['クラスターに接続できました。', 'kim-laptopのMetricbeatデータが届いています。'],
  },
  missing: {
    ko: '데이터에 내 태그가 없어요',
    en: 'The data arrives without your tag',
    ja: 'データにタグが付いていません',
  },
  next: {
    ko: 'metricbeat.yml의 첫 줄을 확인하고 Metricbeat를 다시 시작하세요.',
    en: 'Look at the first line of metricbeat.yml, then restart Metricbeat.',
    ja: 'metricbeat.ymlの1行目を確認し、Metricbeatを再起動してください。',
  },
}
const noVerdict = {
  ...{ right: [], missing: '', next: '', command: '', compare: null },
  ...{ code: '', at: '', retryAt: '' },
}

function missionData(language: Language): PageData {
  return {
    nickname: nicknames[language],
    tag,
    stop: 'connect',
    mission: { documents: 20, seconds: 60 },
    connected: false,
    claimed: false,
    verdict: { outcome: 'waiting', ...noVerdict },
    receipt: null,
    kibana: null,
    practice: null,
    line: null,
    door: null,
    attempts: [],
    steps: { cluster: 'now', connect: 'now', install: 'later', settings: 'later', start: 'later' },
    systems: ['linux-deb', 'linux-rpm', 'linux-tar', 'macos-arm', 'macos-intel', 'windows'].map(
      (id) => ({ id, href: `?system=${id}` }),
    ),
    system: 'macos-arm',
    version: '9.2.1',
    versionKnown: false,
    clusterAddress: '',
    offer: '',
    values: {},
    errors: {},
    pace: { hand: null, key: null, itself: null, line: 0 },
    links: {
      check: '/m/x/check',
      checkAgain: '/m/x/check-again',
      claim: '/m/x/claim',
      otherDevice: '/m/x/door',
      practice: '/m/x/practice',
      line: '/m/x/line',
      trial: 'https://cloud.elastic.co/registration',
      deleteMe: '/m/x/delete',
    },
  }
}

function connectedData(language: Language): PageData {
  return {
    ...missionData(language),
    stop: 'ship',
    connected: true,
    versionKnown: true,
    clusterAddress: 'https://my-dep.es.us-east-1.aws.elastic-cloud.com:443',
    values: { target: 'https://my-dep.es.us-east-1.aws.elastic-cloud.com:443' },
    steps: { cluster: 'done', connect: 'done', install: 'done', settings: 'now', start: 'later' },
    attempts: [
      { at, outcome: 'not-yet', text: words.missing[language], code: 'MB-TAG-MISSING' },
      { at, outcome: 'could-not-check', text: words.right[language][0], code: 'BUSY' },
    ],
  }
}

const notYet = (language: Language) => ({
  ...noVerdict,
  outcome: 'not-yet',
  right: words.right[language],
  missing: words.missing[language],
  next: words.next[language],
  command: 'sudo service metricbeat restart',
  code: 'MB-TAG-MISSING',
  at,
})

const soon = { seconds: 17, at: later }
const paces = {
  hand: { hand: { ...soon, day: false }, key: null, itself: null, line: 3 },
  day: { hand: { seconds: 30_000, at: later, day: true }, key: null, itself: null, line: 0 },
  key: { hand: null, key: soon, itself: null, line: 0 },
  rest: { hand: null, key: null, itself: { at: later }, line: 0 },
}
const pacedMissions: Sample[] = Object.entries(paces).map(([name, pace]) => ({
  name: `mission-pace-${name}`,
  view: 'mission/mission',
  data: (language) => ({
    ...connectedData(language),
    system: 'linux-deb',
    pace,
    verdict: { ...notYet(language), retryAt: name === 'rest' ? '' : later },
  }),
}))

const mission: Sample[] = [
  { name: 'mission', view: 'mission/mission', data: missionData },
  {
    name: 'mission-form-refused',
    view: 'mission/mission',
    data: (language) => ({
      ...missionData(language),
      rehearsal: true,
      practice: { address: 'http://127.0.0.1:9208', key: 'aWRpZGlkOmtleWtleWtleQ==' },
      line: {
        saw: 'Metricbeat knows no module or metricset of this name: sistem',
        next: 'In modules.d/system.yml write that line as it stands below, save, and start again.',
        command: '- module: system',
        compare: { kind: 'name', columns: lineUp('system', 'sistem') },
        code: 'MB-MODULE-MISSPELT',
      },
      values: { target: 'https://my-dep.kb.us-east-1.aws.elastic-cloud.com' },
      errors: { target: tooLong[language], key: tooLong[language] },
      offer: 'https://my-dep.es.us-east-1.aws.elastic-cloud.com',
      door,
      steps: {
        cluster: 'done',
        connect: 'now',
        install: 'later',
        settings: 'later',
        start: 'later',
      },
    }),
  },
  {
    name: 'mission-near-miss',
    view: 'mission/mission',
    data: (language) => ({
      ...connectedData(language),
      kibana: { query: `tags : "${tag}"`, href: '' },
      verdict: {
        ...noVerdict,
        outcome: 'not-yet',
        right: words.right[language],
        missing: words.missing[language],
        next: words.next[language],
        compare: { kind: 'tag', columns: lineUp(tag, 'pycon_7h3vyz5t⟨blank⟩') },
        code: 'MB-TAG-NEAR-MISS',
        at,
      },
    }),
  },
  {
    name: 'mission-not-yet',
    view: 'mission/mission',
    data: (language) => ({
      ...connectedData(language),
      system: 'linux-deb',
      verdict: notYet(language),
    }),
  },
  {
    name: 'mission-could-not-check',
    view: 'mission/mission',
    data: (language) => ({
      ...connectedData(language),
      system: 'windows',
      verdict: {
        ...noVerdict,
        outcome: 'could-not-check',
        right: words.right[language].slice(0, 1),
        code: 'BUSY',
        at,
        retryAt: later,
      },
    }),
  },
  ...pacedMissions,
  {
    name: 'mission-checking',
    view: 'mission/mission',
    data: (language) => ({
      ...connectedData(language),
      verdict: { ...noVerdict, outcome: 'checking' },
    }),
  },
  {
    name: 'mission-passed',
    view: 'mission/mission',
    data: (language) => ({
      ...connectedData(language),
      stop: 'collect',
      verdict: { ...noVerdict, outcome: 'passed', right: words.right[language], at },
      receipt: {
        at,
        cluster: 'my-d…:443',
        hosts: ['kim-l…'],
        documents: 148,
        rules: { documents: 20, seconds: 60, metricsets: 2 },
      },
      kibana: {
        query: `tags : "${tag}"`,
        href: 'https://my-dep.kb.us-east-1.aws.elastic-cloud.com/app/discover',
      },
      steps: { cluster: 'done', connect: 'done', install: 'done', settings: 'done', start: 'done' },
    }),
  },
  {
    name: 'mission-unknown-link',
    view: 'mission/unknown-link',
    data: () => ({ links: { go: '/go', register: '/register' } }),
  },
]

const claimLinks = {
  submit: '/m/x/claim',
  wait: '/m/x/claim/wait',
  change: '/m/x/claim/change',
  giveUp: '/m/x/claim/give-up',
  deleteMe: '/m/x/delete',
  mission: '/m/x',
}

const nearestTo = (language: Language) => [
  { ...shirt('black', language), size: 'L', value: 'black-L' },
  { ...shirt('black', language), size: 'S', value: 'black-S' },
  { ...shirt('blue', language), size: 'M', value: 'blue-M' },
  { ...shirt('mint', language), size: 'M', value: 'mint-M' },
]

function chooseData(language: Language): PageData {
  const blackM = `${shirt('black', language).name} · M`
  return {
    colours: colours(language),
    errors: {},
    before: null,
    gone: null,
    waitable: [
      { value: 'black-M', shirt: blackM, waiting: 3 },
      { value: 'blue-XL', shirt: `${shirt('blue', language).name} · XL`, waiting: 0 },
    ],
    links: claimLinks,
  }
}

const goneFrom = (language: Language) => ({
  shirt: `${shirt('black', language).name} · M`,
  value: 'black-M',
  nearest: nearestTo(language),
})

const claim: Sample[] = [
  { name: 'claim-choose', view: 'claim/choose', data: chooseData },
  {
    name: 'claim-choose-refused',
    view: 'claim/choose',
    data: (language) => ({ ...chooseData(language), errors: { shirt: tooLong[language] } }),
  },
  {
    name: 'claim-choose-just-gone',
    view: 'claim/choose',
    data: (language) => ({
      ...chooseData(language),
      errors: { shirt: tooLong[language] },
      gone: goneFrom(language),
    }),
  },
  ...[
    { state: 'expired', value: 'black-M' },
    { state: 'expired', value: '' },
    { state: 'cancelled', value: '' },
  ].map(({ state, value }) => ({
    name: `claim-choose-${state}${value && '-here'}`,
    view: 'claim/choose',
    data: (language: Language) => ({
      ...chooseData(language),
      before: { state, shirt: `${shirt('black', language).name} · M`, at: later, value },
    }),
  })),
  ...['black', 'pink'].map((id) => ({
    name: `claim-claimed-${id}`,
    view: 'claim/claimed',
    data: (language: Language) => ({
      nickname: nicknames[language],
      tag,
      shirt: shirt(id, language),
      size: 'M',
      offered: id === 'pink',
      code: 'K7M2X-9QP4J',
      spelled: 'K 7 M 2 X, 9 Q P 4 J',
      qrSrc: claimQr,
      holdUntil: later,
      links: claimLinks,
    }),
  })),
  {
    name: 'claim-handed-over',
    view: 'claim/handed-over',
    data: (language) => ({
      nickname: nicknames[language],
      shirt: shirt('mint', language),
      size: 'M',
      at,
      pickedUpBy: 'Lee',
      links: { mission: '/m/x' },
    }),
  },
  ...[true, false].map((hasMore) => ({
    name: `claim-waiting${hasMore ? '' : '-nothing-else'}`,
    view: 'claim/waiting',
    data: (language: Language) => ({
      shirt: shirt('black', language),
      size: 'M',
      place: 3,
      nearest: hasMore ? nearestTo(language) : [],
      links: claimLinks,
    }),
  })),
  {
    name: 'claim-none-left',
    view: 'claim/none-left',
    data: chooseData,
  },
  {
    name: 'claim-none-left-just-gone',
    view: 'claim/none-left',
    data: (language) => ({
      ...chooseData(language),
      before: { state: 'expired', shirt: 'x', at: later, value: '' },
      gone: { ...goneFrom(language), nearest: [] },
    }),
  },
]

const bar = { scan: '/staff', stock: '/staff/stock', phones: '/staff/phones', wall: '/wall' }
const scanId = '5b0c0f8e6f1d4c1e9a7b'
const next = { next: '/staff' }

const onFetch = {
  code: 'K7M2X9QP4J',
  scanId,
  choicesScanId: scanId,
  friend: true,
  values: {},
  errors: {},
  links: { ...next, handOver: '/staff/hand-overs', choices: '/staff/swap-choices' },
}

function scanData(language: Language): PageData {
  return {
    person: 'Kim',
    phone: 'Galaxy S24',
    cameraPossible: true,
    scanId,
    values: {},
    errors: {},
    last: [
      {
        result: 'handed-over',
        at,
        nickname: nicknames[language],
        shirt: shirt('blue', language),
        size: 'L',
        swap: { href: '/staff/swap-choices', code: 'K7M2X9QP4J', scanId },
        undo: { href: '/staff/undos', scanId, handOver: scanId },
      },
      {
        result: 'already-handed-over',
        at,
        nickname: nicknames[language],
        shirt: shirt('black', language),
        size: '2XL',
      },
      { result: 'refused', at, nickname: '', shirt: null, size: '' },
    ],
    links: {
      ...bar,
      lookUp: '/staff/look-ups',
      lock: '/staff/lock',
      search: '/staff/searches',
      gift: '/staff/gifts',
    },
  }
}

const enrolData = (role: string) => ({
  role,
  passphraseLength: 15,
  values: {},
  errors: {},
  links: { submit: '/staff/enrol' },
})

/** What staff may give: sizes that are gone are not drawn. */
const whatIsLeft = (language: Language) =>
  colours(language).map((colour) => ({
    ...colour,
    sizes: colour.sizes.filter(({ left }) => left > 0),
  }))

const staff: Sample[] = [
  {
    name: 'staff-enrol',
    view: 'staff/enrol',
    data: () => enrolData('scan'),
  },
  { name: 'staff-enrol-admin', view: 'staff/enrol', data: () => enrolData('admin') },
  { name: 'staff-enrol-kiosk', view: 'staff/enrol', data: () => enrolData('kiosk') },
  {
    name: 'staff-locked',
    view: 'staff/locked',
    data: () => ({ name: 'Kim', errors: {}, links: { submit: '/staff/unlock' } }),
  },
  {
    name: 'staff-locked-wrong',
    view: 'staff/locked',
    data: () => ({
      name: 'Kim',
      errors: { pin: 'Too many tries. Try again in 30 seconds.' },
      links: { submit: '/staff/unlock' },
    }),
  },
  {
    name: 'staff-passphrase',
    view: 'staff/passphrase',
    data: () => ({ errors: {}, links: { submit: '/staff/passphrase', back: '/staff/phones' } }),
  },
  ...['used', 'expired', 'unknown'].map((reason) => ({
    name: `staff-enrol-${reason}`,
    view: 'staff/enrol-closed',
    data: () => ({ reason }),
  })),
  { name: 'staff-not-staff', view: 'staff/not-staff', data: () => ({ links: { start: '/' } }) },
  { name: 'staff-scan', view: 'staff/scan', data: scanData },
  {
    name: 'staff-scan-disk-short',
    view: 'staff/scan',
    data: (language) => ({ ...scanData(language), diskShort: true }),
  },
  {
    name: 'staff-scan-first',
    view: 'staff/scan',
    data: (language) => ({
      ...scanData(language),
      cameraPossible: false,
      last: [],
      values: { code: 'K7M2' },
      errors: { code: tooLong[language] },
      formToken: 'token',
    }),
  },
  {
    name: 'staff-fetch',
    view: 'staff/fetch',
    data: (language) => ({
      nickname: nicknames[language],
      tag,
      shirt: shirt('black', language),
      size: 'M',
      ...onFetch,
      odd: [odd[language]],
      friend: false,
    }),
  },
  {
    name: 'staff-fetch-friend',
    view: 'staff/fetch',
    data: (language) => ({
      nickname: nicknames[language],
      tag,
      shirt: shirt('blue', language),
      size: '2XL',
      from: `${shirt('black', language).name} · M`,
      ...onFetch,
      values: { pickedUpBy: 'x'.repeat(41) },
      errors: { pickedUpBy: tooLong[language] },
    }),
  },
  {
    name: 'staff-handed-over',
    view: 'staff/handed-over',
    data: (language) => ({
      nickname: nicknames[language],
      shirt: shirt('black', language),
      size: 'M',
      at,
      again: false,
      pickedUpBy: 'Lee',
      code: 'K7M2X9QP4J',
      choicesScanId: scanId,
      undo: { scanId, handOver: scanId },
      links: { ...next, undo: '/staff/undos', choices: '/staff/swap-choices' },
    }),
  },
  {
    name: 'staff-handed-over-again',
    view: 'staff/handed-over',
    data: (language) => ({
      nickname: nicknames[language],
      shirt: shirt('pink', language),
      size: '3XL',
      at,
      again: true,
      pickedUpBy: '',
      links: next,
    }),
  },
  ...[true, false].map((samePhone) => ({
    name: `staff-already${samePhone ? '-this-phone' : ''}`,
    view: 'staff/already-handed-over',
    data: (language: Language) => ({
      nickname: nicknames[language],
      shirt: shirt('mint', language),
      size: 'S',
      by: 'Kim',
      phone: 'Galaxy S24',
      at,
      samePhone,
      ago: samePhone ? { unit: 'seconds', count: 0 } : { unit: 'hours', count: 2 },
      pickedUpBy: samePhone ? '' : 'pycon-b8d2gq6nx',
      code: 'K7M2X9QP4J',
      choicesScanId: scanId,
      undo: { scanId, handOver: scanId },
      links: {
        ...next,
        choices: '/staff/swap-choices',
        ...(samePhone && { undo: '/staff/undos' }),
      },
    }),
  })),
  ...[
    'typing-error',
    'no-zero',
    'unknown-code',
    'cancelled',
    'changed-since',
    'misuse',
    'no-such-hand-over',
    'other-event',
    'not-passed',
    'tag-scanned',
    'something-else',
  ].map((reason) => ({
    name: `staff-refused-${reason}`,
    view: 'staff/refused',
    data: (language: Language) => ({ reason, nickname: nicknames[language], links: next }),
  })),
  {
    name: 'staff-refused-expired',
    view: 'staff/refused',
    data: (language: Language) => ({
      reason: 'expired',
      nickname: nicknames[language],
      shirt: shirt('mint', language),
      size: 'L',
      ...onFetch,
      links: {
        ...next,
        again: '/staff/expired-hand-overs',
        choices: '/staff/swap-choices',
      },
    }),
  },
  ...['expired-gone', 'waiting', 'out-of-stock'].map((reason) => ({
    name: `staff-refused-${reason}`,
    view: 'staff/refused',
    data: (language: Language) => ({
      reason,
      nickname: nicknames[language],
      shirt: shirt('black', language),
      size: 'M',
      code: 'K7M2X9QP4J',
      scanId,
      choicesScanId: scanId,
      nearest: [
        { ...shirt('black', language), size: 'L', value: 'black-L' },
        { ...shirt('black', language), size: 'S', value: 'black-S' },
        { ...shirt('blue', language), size: 'M', value: 'blue-M' },
        { ...shirt('mint', language), size: 'M', value: 'mint-M' },
      ],
      links: { ...next, swap: '/staff/swaps', choices: '/staff/swap-choices' },
    }),
  })),
  ...[true, false].map((handed) => ({
    name: `staff-swap${handed ? '-handed' : ''}`,
    view: 'staff/swap',
    data: (language: Language) => ({
      nickname: nicknames[language],
      now: `${shirt('black', language).name} · M`,
      handed,
      code: 'K7M2X9QP4J',
      scanId,
      error: handed ? tooLong[language] : '',
      colours: whatIsLeft(language).slice(0, handed ? 4 : 2),
      links: { ...next, swap: '/staff/swaps' },
    }),
  })),
  {
    name: 'staff-swap-none',
    view: 'staff/swap',
    data: (language) => ({
      nickname: nicknames[language],
      now: shirt('black', language).name,
      handed: false,
      error: '',
      colours: [],
      links: { ...next, swap: '/staff/swaps' },
    }),
  },
  ...['good', 'damaged'].map((returned) => ({
    name: `staff-swapped-${returned}`,
    view: 'staff/swapped',
    data: (language: Language) => ({
      nickname: nicknames[language],
      shirt: shirt('pink', language),
      size: 'S',
      from: `${shirt('black', language).name} · M`,
      returned,
      links: next,
    }),
  })),
  {
    name: 'staff-choose',
    view: 'staff/choose',
    data: (language) => ({
      nickname: nicknames[language],
      tag,
      scanId,
      error: tooLong[language],
      colours: whatIsLeft(language),
      links: { ...next, reserve: '/staff/reservations' },
    }),
  },
  ...[true, false].map((refused) => ({
    name: `staff-gift${refused ? '-refused' : ''}`,
    view: 'staff/gift',
    data: (language: Language) => ({
      colours: colours(language),
      scanId,
      values: refused ? { reason: 'x' } : {},
      errors: refused ? { shirt: tooLong[language], reason: tooLong[language] } : {},
      links: { ...bar, submit: '/staff/gifts', back: '/staff' },
    }),
  })),
  {
    name: 'staff-found',
    view: 'staff/found',
    data: (language) => ({
      values: { text: 'otter' },
      errors: {},
      people: [
        'reserved',
        'waiting',
        'handed',
        'expired',
        'passed',
        'not-passed',
        'other-event',
      ].map((state) => ({
        nickname: nicknames[language],
        tag,
        state,
        shirt: state.includes('passed') ? null : shirt('mint', language),
        size: 'M',
        place: state === 'waiting' ? 3 : 0,
        ...(state === 'passed' && { choose: '/staff/choices' }),
        ...(state === 'not-passed' && { passHref: '/staff/room?tag=x' }),
        ...(!/passed|other/.test(state) && {
          lookUp: { href: '/staff/look-ups', code: 'K7M2X9QP4J', scanId },
        }),
      })),
      links: { ...bar, search: '/staff/searches' },
    }),
  },
  ...[true, false].map((refused) => ({
    name: `staff-found-${refused ? 'refused' : 'nobody'}`,
    view: 'staff/found',
    data: (language: Language) => ({
      values: { text: '?' },
      errors: refused ? { text: tooLong[language] } : {},
      people: [],
      links: { ...bar, search: '/staff/searches' },
    }),
  })),
  { name: 'staff-cannot-record', view: 'staff/cannot-record', data: () => ({ links: next }) },
  ...[true, false].map((mayPass) => ({
    name: `staff-room${mayPass ? '-lead' : ''}`,
    view: 'staff/room',
    data: (language: Language) => ({
      people: mayPass
        ? [
            {
              cause: words.missing[language],
              say: words.next[language],
              nickname: nicknames[language],
              tag,
              minutes: 12,
              code: 'MB-TAG-MISSING',
              keyWait: 47,
            },
          ]
        : [],
      parts: mayPass
        ? [
            { cause: words.missing[language], count: 6 },
            { cause: words.next[language], count: 2 },
          ]
        : [],
      odd: mayPass
        ? [
            {
              nickname: nicknames[language],
              tag,
              at,
              seen: [odd[language], odd[language]],
            },
          ]
        : [],
      registering: mayPass
        ? { presenceCode: '7H3-VYZ', kiosks: [{ label: 'Kiosk', refused: 12 }] }
        : { presenceCode: '', kiosks: [] },
      passed: mayPass ? { kind: 'passed', nickname: nicknames[language] } : null,
      mayPass,
      values: {},
      errors: mayPass ? { reason: tooLong[language] } : {},
      links: {
        ...bar,
        pass: '/staff/room',
        keyWait: '/staff/key-waits',
        presenceCode: '/staff/presence-code',
      },
    }),
  })),
  {
    name: 'staff-phones',
    view: 'staff/phones',
    data: () => ({
      enrol: null,
      enrolRoles: ['scan', 'lead'],
      phones: [
        { person: 'Lee', name: 'iPhone', role: 'lead', lastSeenAt: at, here: true },
        {
          person: 'Kim',
          name: 'Galaxy S24',
          role: 'scan',
          lastSeenAt: at,
          here: false,
          revokeHref: '/staff/phones/2/revoke',
        },
      ],
      links: { ...bar, enrol: '/staff/phones', passphrase: '/staff/passphrase' },
    }),
  },
  {
    name: 'staff-phones-enrol',
    view: 'staff/phones',
    data: () => ({
      enrol: {
        qrSrc,
        address: 'https://booth.example/enrol/4f1c',
        role: 'scan',
        minutes: 10,
      },
      enrolRoles: [],
      phones: [],
      links: { ...bar, enrol: '/staff/phones' },
    }),
  },
]

function stockColours(language: Language) {
  return colours(language).map((colour) => ({
    ...colour,
    available: colour.left,
    sizes: colour.sizes.map((size, at) => ({
      ...size,
      available: size.left,
      reserved: at,
      handed: at * 7,
      low: size.left < 5,
      runsOutAt: at === 2 ? later : '',
      href: `/staff/stock/${size.value}`,
      recountHref: `/staff/stock/${size.value}/recount`,
    })),
  }))
}

const stockLinks = {
  ...bar,
  ...{ delivery: '/staff/deliveries', countSheet: '/staff/counts', file: '/staff/stock-file' },
}
const totals = { available: 174, reserved: 84, handed: 588, heldBack: 12, damaged: 3 }

function lineName(language: Language, id: string, size: string) {
  const drawn = shirt(id, language)
  const sku = `${id}-${size}`
  return { sku, shirt: drawn, size, name: `${drawn.name} · ${size}`, href: `/staff/stock/${sku}` }
}

const waitingPeople = (language: Language) => [
  { claimId: 'c1', nickname: nicknames[language], tag },
  { claimId: 'c2', nickname: 'Quick-Mina', tag: 'pycon-8k2mz4qr7' },
]

/** One line under each colour, as the forms of many numbers draw them. */
function formColours(language: Language, wrong: boolean) {
  return cloths.map(({ id }) => ({
    ...shirt(id, language),
    lines: ['M', '2XL'].map((size) => ({
      ...lineName(language, id, size),
      ...{ field: `qty-${id}-${size}`, seenField: `seen-${id}-${size}`, value: wrong ? 'x' : '' },
      ...{ wrong, onHand: 14, waiting: 2, morning: 20, delivered: 10 },
      ...{ handed: 17, corrected: -1, expected: 12 },
    })),
  }))
}

const forecasts = [
  { kind: 'runs-out', at: later },
  ...['gone', 'closed', 'too-little', 'lasts'].map((kind) => ({ kind, at: '' })),
]
const faults = [
  ...['no-lines', 'no-header', 'no-shirt-column', 'no-number-column', 'both-number-columns'],
  ...['column-twice', 'not-utf8', 'quote', 'too-many-cells', 'missing', 'unknown-shirt'],
  ...['number', 'twice'],
]
const movements = [
  ['deliver', 'outside', 'available'],
  ['write-off', 'damaged', 'outside'],
  ['hold-back', 'available', 'held_back'],
  ['give-free', 'held_back', 'available'],
  ['damage', 'available', 'damaged'],
  ['reserve', 'available', 'reserved'],
  ['release', 'reserved', 'available'],
  ['redeem', 'reserved', 'handed'],
  ['undo', 'handed', 'reserved'],
  ['swap', 'available', 'handed'],
  ['recount', 'available', 'outside'],
]

const stockPages: Sample[] = [
  {
    name: 'stock',
    view: 'stock/stock',
    data: (language) => ({
      at,
      mayRecount: true,
      totals,
      notices: forecasts.map((forecast) => ({
        ...lineName(language, 'blue', 'L'),
        ...{ available: 3, since: at, forecast },
      })),
      owed: [
        { ...lineName(language, 'black', 'M'), count: 3 },
        { ...lineName(language, 'black', 'L'), count: 1 },
      ],
      colours: stockColours(language),
      saved: { name: shirt('blue', language).name, size: 'M', counted: 14 },
      links: stockLinks,
    }),
  },
  {
    name: 'stock-look-only',
    view: 'stock/stock',
    data: (language) => ({
      at,
      mayRecount: false,
      totals: { ...totals, heldBack: 0, damaged: 0 },
      notices: [],
      owed: [],
      delivered: true,
      colours: stockColours(language),
      links: { scan: bar.scan, stock: bar.stock },
    }),
  },
  ...[true, false].map((mayCorrect) => ({
    name: `stock-line${mayCorrect ? '-lead' : ''}`,
    view: 'stock/line',
    data: (language: Language) => ({
      ...lineName(language, 'blue', 'L'),
      states: { available: 3, reserved: 4, heldBack: 2, damaged: 1, handed: 19, waiting: 0 },
      onHand: 10,
      low: true,
      lowSince: mayCorrect ? at : '',
      forecast: forecasts[mayCorrect ? 0 : 2],
      done: mayCorrect ? 'hold-back' : '',
      ledger: movements.map(([movement, from, to], place) => ({
        ...{ movement, from, to, qty: 1 + place, at },
        ...(place % 2
          ? { person: 'Kim', phone: 'Galaxy S24', reason: '2026-11-29', tag }
          : { person: '', phone: '', reason: '', tag: '' }),
      })),
      mayCorrect,
      links: {
        ...bar,
        ...{ back: '/staff/stock', damage: '/d', recount: '/r', holdBack: '/h', giveFree: '/g' },
        ...{ writeOff: '/w', newest: '/n', older: '/o' },
      },
    }),
  })),
  ...['damage', 'write-off', 'hold-back', 'give-free'].flatMap((change) =>
    [false, true].map((refused) => ({
      name: `stock-${change}${refused ? '-refused' : ''}`,
      view: 'stock/change',
      data: (language: Language) => ({
        ...lineName(language, 'blue', 'L'),
        change,
        counts: { reserved: 4, available: 3, heldBack: 2, damaged: 1 },
        needsReason: change === 'damage' || change === 'write-off',
        days: refused ? [] : [{ day: '2026-11-29', opensAt: '2026-11-29T00:30:00Z' }],
        scanId,
        values: refused ? { qty: '9', from: 'damaged', until: 'lead', reason: '?' } : {},
        errors: refused
          ? Object.fromEntries(
              ['qty', 'from', 'until', 'reason'].map((name) => [name, tooLong[language]]),
            )
          : {},
        links: { ...bar, submit: '/s', back: '/b' },
      }),
    })),
  ),
  ...[false, true].flatMap((refused) => {
    const shared = (language: Language) => ({
      colours: formColours(language, refused),
      fromFile: refused ? { unread: ['Preis', 'box'] } : null,
      scanId,
      values: { note: '', reason: '' },
      errors: refused ? { note: tooLong[language], reason: tooLong[language] } : {},
      links: { ...bar, submit: '/s', file: '/f', back: '/b' },
    })
    return [
      { name: `stock-delivery${refused ? '-refused' : ''}`, view: 'stock/delivery', data: shared },
      {
        name: `stock-count${refused ? '-refused' : ''}`,
        view: 'stock/count',
        data: (language: Language) => ({ ...shared(language), since: at, at: later }),
      },
    ]
  }),
  {
    name: 'stock-counted',
    view: 'stock/counted',
    data: (language) => ({
      lines: [
        { outcome: 'recounted', difference: 0, freed: 0, people: [] },
        { outcome: 'recounted', difference: 2, freed: 0, people: [] },
        { outcome: 'recounted', difference: -3, freed: 1, people: waitingPeople(language) },
        ...['conflict', 'short', 'fewer-than-damaged', 'misuse', 'unknown-shirt'].map(
          (outcome) => ({ outcome, difference: -1, freed: 0, people: [] }),
        ),
      ].map((line) => ({ ...lineName(language, 'blue', 'L'), counted: 9, ...line })),
      links: { ...bar, back: '/b' },
    }),
  },
  ...[false, true].map((refused) => ({
    name: `stock-file${refused ? '-problems' : ''}`,
    view: 'stock/file',
    data: (language: Language) => ({
      values: refused ? { file: 'sku,quantity\ngreen-M,x' } : {},
      errors: refused ? { file: tooLong[language] } : {},
      problems: refused
        ? faults.map((fault, place) => ({
            ...{ fault, line: place + 1 },
            ...{ column: place % 2 ? 'quantity' : '', found: place % 3 ? 'green-M' : '' },
          }))
        : [],
      more: refused ? 7 : 0,
      links: {
        ...{ ...bar, submit: '/s', back: '/b', stockCsv: '/1' },
        ...{ ledgerCsv: '/2', claimsCsv: '/3' },
      },
    }),
  })),
  ...['', 'conflict', 'short'].map((refused) => ({
    name: `stock-recount${refused && `-${refused}`}`,
    view: 'stock/recount',
    data: (language: Language) => ({
      shirt: shirt('blue', language),
      size: 'M',
      seen: 18,
      scanId,
      conflict: refused === 'conflict' ? { seen: 20, now: 18 } : null,
      shortage: refused === 'short' ? { freed: 1, people: waitingPeople(language) } : null,
      values: refused ? { counted: '19', reason: '?' } : {},
      errors: refused ? { counted: tooLong[language] } : {},
      links: { ...bar, submit: '/staff/stock/blue-M', back: '/staff/stock' },
    }),
  })),
]

const stops = ['register', 'connect', 'ship', 'pass', 'collect']
const shirtIds = [undefined, 'blue', 'mint', 'pink', 'black']

const wall: Sample[] = [
  {
    name: 'wall',
    view: 'wall/wall',
    data: (language) => ({
      registered: 412,
      passed: 187,
      stops: stops.map((id, at) => ({ id, count: [31, 96, 74, 24, 163][at] })),
      walkers: Array.from({ length: 22 }, (_, id) => ({
        id,
        stop: stops[(id * 7) % 5],
        shirtId: (id * 7) % 5 === 4 ? shirtIds[1 + (id % 4)] : undefined,
      })),
      sizes,
      colours: colours(language),
      low: ['M', 'XL'].map((size) => `${shirt('mint', language).name} · ${size}`),
      first: { nickname: nicknames[language], at },
      join: { address: 'booth.example', qrSrc },
    }),
  },
  {
    name: 'wall-empty',
    view: 'wall/wall',
    data: (language) => ({
      registered: 0,
      passed: 0,
      stops: stops.map((id) => ({ id, count: 0 })),
      walkers: [],
      sizes,
      colours: colours(language),
      low: [],
      first: null,
      join: null,
      refreshSeconds: 30,
      rehearsal: true,
    }),
  },
]

const statusOf = (problem: string) => (problem in PROBLEMS ? PROBLEMS[problem as ProblemName] : 500)

const errors: Sample[] = [...Object.keys(PROBLEMS), 'unexpected', 'never-heard-of'].map(
  (problem) => ({
    name: `error-${problem}`,
    view: 'layout/error',
    data: () => ({
      status: statusOf(problem),
      problem,
      field: problem === 'bad-form' ? 'nickname' : undefined,
      next: { name: problem.includes('staff') ? 'staff' : 'start', href: '/' },
      requestId: 'req-7h3vyz5t4',
    }),
  }),
)

const simpleEvent: readonly Sample[] = [
  ...kiosk,
  ...registration,
  ...mission,
  ...claim,
  ...privacy,
  ...staff,
  ...stockPages,
  ...wall,
  ...errors,
]

export const samples: readonly Sample[] = [...simpleEvent, ...twoMissionSamples(simpleEvent)]
