import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  describeWithLab,
  findObstacle,
  type Lab,
  type LabKey,
  runMetricbeat,
  type RunningMetricbeat,
  startLab,
} from '../support/lab.ts'
import {
  type FileParts,
  type RealMistake,
  realMistakes,
  REAL_TAGS,
  titleOf,
} from '../verification/support/real-mistakes.ts'
import { callLab, checkLab, makeLabKey, mayRead, mayShip } from './lab-cluster.ts'
import { metricbeatFile } from './metricbeat-file.ts'

const TAG = REAL_TAGS.own
const STARTING_MS = 300_000
const PATIENCE_MS = 60_000
/** So many Metricbeats run beside each other while the first of them is judged. */
const AHEAD = 12
/** Every second one document of each of two metricsets arrives: these are enough to pass, or to see what is wrong. */
const DOCUMENTS = 10
const A_FEW = 4
const mission = {
  documents: 8,
  seconds: 3,
  metricsets: 2,
  freshnessSeconds: 120,
  eventPrefix: 'pycon',
}

type Pair = { metricbeat: 7 | 9; elasticsearch: 7 | 8 | 9; template: 'own' | 'none' }
/** 9.5 without the small template: its `tags` are texts, as with the guide's own file. */
const PAIRS: readonly Pair[] = [
  { metricbeat: 9, elasticsearch: 8, template: 'own' },
  { metricbeat: 7, elasticsearch: 8, template: 'own' },
  { metricbeat: 9, elasticsearch: 9, template: 'none' },
  { metricbeat: 7, elasticsearch: 7, template: 'own' },
]

const labs = new Map<number, Promise<Lab>>()
/** One cluster of each line for the whole file. */
function labOf({ elasticsearch, template }: Pair): Promise<Lab> {
  const lab = labs.get(elasticsearch) ?? startLab({ elasticsearch, template })
  labs.set(elasticsearch, lab)
  return lab
}

const running = new Set<RunningMetricbeat>()
function run({ metricbeat }: Pair, file: string): RunningMetricbeat {
  const started = runMetricbeat(metricbeat, file)
  running.add(started)
  return started
}
async function end(metricbeat: RunningMetricbeat): Promise<void> {
  running.delete(metricbeat)
  await metricbeat.stop()
}
afterAll(async () => {
  await Promise.all([...running].map(end))
  for (const lab of labs.values()) await (await lab).stop()
}, STARTING_MS)

for (const pair of PAIRS) {
  const { metricbeat, elasticsearch } = pair
  describeWithLab(
    `Metricbeat ${metricbeat} and Elasticsearch ${elasticsearch}`,
    { elasticsearch, metricbeat },
    () => {
      let lab: Lab
      beforeAll(async () => {
        lab = await labOf(pair)
      }, STARTING_MS)
      if (elasticsearch === 7) oneAfterTheOther(pair, () => lab)
      else {
        if (metricbeat === 9) withoutAnyData(pair, () => lab)
        manyAtOnce(pair, () => lab)
        inSteps(pair, () => lab)
      }
    },
  )
}

type Shipping = { metricbeat: RunningMetricbeat; index: string; key: LabKey | undefined }
type AtLab = () => Lab

/** While nothing is in `metricbeat-*`, an empty cluster is what its owner sees. So these come first. */
function withoutAnyData(pair: Pair, lab: AtLab): void {
  test(
    titleOf('MB-NO-DATA'),
    async () => {
      const modules = 'metricbeat.config.modules:\n  path: ${path.config}/modules.d/*.yml'
      const { metricbeat, key } = await ship(pair, lab(), {
        file: { modules },
        index: 'metricbeat-a',
      })
      await untilItSays(metricbeat, 'metricbeat start running')
      expect(await tell(lab(), { key: await makeLabKey(lab(), mayRead('metricbeat-*')) })).toBe(
        'MB-NO-DATA',
      )
      expect(key).toBeDefined()
      await end(metricbeat)
    },
    PATIENCE_MS,
  )

  test(
    titleOf('MB-OTHER-INDEX'),
    async () => {
      const { metricbeat } = await ship(pair, lab(), { file: {}, index: 'pycon' })
      await arrival(lab(), { metricbeat, index: 'pycon' }, 1)
      await end(metricbeat)
      const key = await makeLabKey(lab(), mayRead('metricbeat-*', 'pycon'))
      expect(await tell(lab(), { key })).toBe('MB-OTHER-INDEX')
    },
    PATIENCE_MS,
  )

  test(
    'a Metricbeat is stopped before there is enough',
    async () => {
      const shipping = await ship(pair, lab(), { file: {}, index: 'metricbeat-stopped' })
      await arrival(lab(), shipping, 2)
      await end(shipping.metricbeat)
      stopped.push({ lab: lab(), shipping })
    },
    PATIENCE_MS,
  )
}

/** Each with an index of its own, which is all that its owner's key may read: so many run on one cluster. */
function manyAtOnce(pair: Pair, lab: AtLab): void {
  const started: Promise<Shipping>[] = []
  const begin = (at: number) => {
    const mistake = realMistakes[at]
    if (mistake) started[at] ??= ship(pair, lab(), { file: mistake.file, index: indexOf(pair, at) })
    return started[at]
  }

  test.each(realMistakes.map((mistake, at) => [mistake.code, mistake.name, mistake, at] as const))(
    '%s: %s',
    async (...[, , mistake, at]) => {
      for (let ahead = 0; ahead < AHEAD; ahead++) void begin(at + ahead)
      const shipping = await begin(at)!
      await arrival(lab(), shipping, needed(mistake))
      expect(await judge(lab(), shipping)).toEqual(expected(mistake))
      await end(shipping.metricbeat)
    },
    PATIENCE_MS,
  )
}

/** Without security everybody sees everything, so there is only one Metricbeat at a time. */
function oneAfterTheOther(pair: Pair, lab: AtLab): void {
  const possible = realMistakes.filter(({ everywhere }) => everywhere)
  test.each(possible.map((mistake) => [mistake.code, mistake.name, mistake] as const))(
    '%s: %s',
    async (...[, , mistake]) => {
      const shipping = await ship(pair, lab(), { file: mistake.file })
      await arrival(lab(), shipping, needed(mistake))
      expect(await judge(lab(), shipping)).toEqual(expected(mistake))
      await end(shipping.metricbeat)
      await clear(lab())
    },
    PATIENCE_MS,
  )
}

function inSteps(pair: Pair, lab: AtLab): void {
  const begin = (name: string, file: FileParts = {}) =>
    ship(pair, lab(), { file, index: `metricbeat-${pair.metricbeat}-${name}` })

  test(titleOf('MB-KEY-WRITES-ONLY'), async () => {
    const key = await makeLabKey(lab(), mayShip)
    expect(await tell(lab(), { key })).toBe('MB-KEY-WRITES-ONLY')
  })

  test(
    titleOf('MB-TOO-FEW'),
    async () => {
      const shipping = await begin('steps')
      const { key } = shipping
      await arrival(lab(), shipping, 2)
      const much = { ...mission, documents: 10_000 }
      expect(await tell(lab(), { key, mission: much })).toBe('MB-TOO-FEW')
      await arrival(lab(), shipping, DOCUMENTS)
      const long = { ...mission, seconds: 10_000 }
      expect(await tell(lab(), { key, mission: long })).toBe('MB-TOO-SHORT')
      expect(await tell(lab(), { key })).toBe('passed')
      const everything = await makeLabKey(lab(), undefined)
      const { verdict } = await ask(lab(), { key: everything, memory: { keySeenBefore: false } })
      expect(verdict).toMatchObject({
        outcome: 'passed',
        hints: expect.arrayContaining([{ code: 'MB-KEY-SUPERUSER', params: {} }]) as unknown,
      })
      await end(shipping.metricbeat)
    },
    PATIENCE_MS,
  )

  test(
    titleOf('MB-NOT-RESTARTED'),
    async () => {
      const wrong = { tags: '' }
      const shipping = await begin('restart', wrong)
      const { key, index, metricbeat } = shipping
      await arrival(lab(), shipping, 2)
      const first = await ask(lab(), { key })
      expect(first.verdict).toMatchObject({ code: 'MB-UNTAGGED' })

      const shipKey = await makeLabKey(lab(), mayShip)
      metricbeat.edit(metricbeatFile({ index }, { ...pair, url: lab().url, key: shipKey }))
      await arrival(lab(), shipping, DOCUMENTS)
      // Ours is the only clock that is moved: a minute after the cause was named.
      const now = new Date(Date.now() + 61_000)
      const second = await ask(lab(), { key, now, memory: { previous: first.remember } })
      expect(second.verdict).toMatchObject({
        code: 'MB-NOT-RESTARTED',
        params: { still: 'MB-UNTAGGED' },
      })

      await metricbeat.restart()
      await tagged(lab(), shipping, DOCUMENTS)
      expect(await tell(lab(), { key, memory: { previous: second.remember } })).toBe('passed')
      await end(metricbeat)
    },
    PATIENCE_MS,
  )

  test(
    titleOf('MB-TWO-METRICBEATS'),
    async () => {
      const one = await begin('two')
      const other = await begin('two-more')
      await Promise.all([arrival(lab(), one, DOCUMENTS), arrival(lab(), other, 1)])
      expect((await ask(lab(), { key: one.key })).verdict).toMatchObject({
        outcome: 'passed',
        hints: [{ code: 'MB-TWO-METRICBEATS', params: { agents: 2 } }],
      })
      await Promise.all([end(one.metricbeat), end(other.metricbeat)])
    },
    PATIENCE_MS,
  )
}

const stopped: { lab: Lab; shipping: Shipping }[] = []
/** The cluster's own two minutes without a document have mostly gone by meanwhile. */
describe('after two minutes without a document', () => {
  test(
    titleOf('MB-STOPPED'),
    async () => {
      if (findObstacle({ elasticsearch: 8, metricbeat: 9 }) === undefined)
        expect(stopped.length).toBeGreaterThan(0)
      const much = { ...mission, documents: 10_000 }
      for (const { lab, shipping } of stopped) {
        const asking = () => tell(lab, { key: shipping.key, mission: much })
        let told = await asking()
        while (told === 'MB-TOO-FEW') {
          await pause()
          told = await asking()
        }
        expect(told).toBe('MB-STOPPED')
      }
    },
    180_000,
  )
})

function indexOf({ metricbeat }: Pair, at: number): string {
  // Two digits, because a key may read everything that begins like its index.
  return `metricbeat-${metricbeat}-case-${String(at).padStart(2, '0')}`
}

async function ship(
  pair: Pair,
  lab: Lab,
  { file, index }: { file: FileParts; index?: string },
): Promise<Shipping> {
  const shipKey = await makeLabKey(lab, mayShip)
  const key = await makeLabKey(lab, mayRead(`${index ?? 'metricbeat-'}*`))
  const parts = index === undefined ? file : { ...file, index }
  const metricbeat = run(pair, metricbeatFile(parts, { ...pair, url: lab.url, key: shipKey }))
  return { metricbeat, key, index: index ?? 'metricbeat-*' }
}

type Question = Partial<Parameters<typeof checkLab>[1]> & { key: LabKey | undefined }

function ask(lab: Lab, question: Question) {
  return checkLab(lab, { mission, tag: TAG, ...question })
}

async function tell(lab: Lab, question: Question): Promise<string> {
  const { verdict } = await ask(lab, question)
  return verdict.outcome === 'passed' ? 'passed' : verdict.code
}

/** The cause, in what the tag differs, and what must never be in it: somebody else's tag. */
async function judge(lab: Lab, { key }: Shipping) {
  const { verdict, requests } = await ask(lab, { key })
  expect(requests).toBeLessThanOrEqual(4)
  expect(JSON.stringify(verdict)).not.toContain(REAL_TAGS.another)
  if (verdict.outcome === 'passed') return { code: 'passed', difference: undefined }
  return { code: verdict.code, difference: verdict.params['difference'] }
}

function needed({ code }: RealMistake): number {
  return code === 'passed' || code === 'MB-ONE-METRICSET' ? DOCUMENTS : A_FEW
}

function expected({ code, difference }: RealMistake) {
  return { code, difference }
}

type Counted = { count?: number }

/** Waits until the index holds so many documents; a Metricbeat that ended will never bring them. */
async function arrival(
  lab: Lab,
  { metricbeat, index }: Pick<Shipping, 'metricbeat' | 'index'>,
  atLeast: number,
): Promise<void> {
  await waitFor(lab, metricbeat, [`/${index}/_count`, atLeast])
}

async function tagged(lab: Lab, { metricbeat, index }: Shipping, atLeast: number): Promise<void> {
  await waitFor(lab, metricbeat, [`/${index}/_count?q=tags:%22${TAG}%22`, atLeast])
}

async function waitFor(
  lab: Lab,
  metricbeat: RunningMetricbeat,
  [path, atLeast]: [string, number],
): Promise<void> {
  let failed = ''
  void metricbeat.ended.then((code) => {
    if (code !== null && code !== 0) failed = `Metricbeat ended with ${code}: ${metricbeat.said()}`
  })
  for (;;) {
    await callLab(lab, 'POST', ['/metricbeat-*,pycon*/_refresh?ignore_unavailable=true'])
    const { count = 0 } = (await callLab(lab, 'GET', [path])) as Counted
    if (count >= atLeast) return
    if (failed !== '') throw new Error(failed)
    await pause()
  }
}

async function untilItSays(metricbeat: RunningMetricbeat, words: string): Promise<void> {
  while (!metricbeat.said().includes(words)) await pause()
}

/** Neither the cluster nor Metricbeat tells us when something has changed. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 250))
}

async function clear(lab: Lab): Promise<void> {
  const indices = (await callLab(lab, 'GET', ['/_cat/indices/metricbeat-*?format=json'])) as {
    index: string
  }[]
  for (const { index } of indices) await callLab(lab, 'DELETE', [`/${index}`])
}
