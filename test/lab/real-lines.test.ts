import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readPastedLine } from '../../src/verification/diagnosis/read-pasted-line.ts'
import {
  describeWithLab,
  type Lab,
  type LabKey,
  runMetricbeat,
  startLab,
  testMetricbeat,
} from '../support/lab.ts'
import { endsAtOnce, type KeptTrying, keptTrying } from '../verification/support/real-lines.ts'
import { makeLabKey, mayRead, mayShip } from './lab-cluster.ts'
import { metricbeatFile } from './metricbeat-file.ts'

const STARTING_MS = 300_000
const PATIENCE_MS = 60_000
/** 9 looks at the modules when it starts, not when it tests the file. */
const isSeenAtStartOnly = ({ code, name }: (typeof endsAtOnce)[number]) =>
  code === 'MB-MODULE-MISSPELT' || name === 'the system module switched off'
/** There is nothing in this line, or nothing bad. */
const SAYS_NOTHING = new Set(['MB-LINE-UNKNOWN', 'MB-METRICBEAT-SILENT', 'MB-LINE-OUTPUT-OK'])

for (const metricbeat of [9, 7] as const) {
  describeWithLab(
    `lines that Metricbeat ${metricbeat} prints`,
    { elasticsearch: 8, metricbeat },
    () => {
      let lab: Lab
      let keys: Record<KeptTrying['key'], LabKey | undefined>
      beforeAll(async () => {
        lab = await startLab({ elasticsearch: 8, template: 'none' })
        keys = await makeKeys(lab)
      }, STARTING_MS)
      afterAll(() => lab.stop(), STARTING_MS)

      test.each(endsAtOnce.map((mistake) => [mistake.code, mistake.name, mistake] as const))(
        '%s: %s: it ends at once',
        async (...[code, , { file, named }]) => {
          const key = keys.shipping
          const text = file(metricbeatFile({}, { url: lab.url, key, metricbeat }))
          const started = runMetricbeat(metricbeat, text)
          expect(await started.ended).toBe(1)
          expect(codesIn(started.said())).toEqual([code])
          if (named) expect(readPastedLine(started.said()).params).toEqual(named(text))
          await started.stop()
        },
        PATIENCE_MS,
      )

      test.each(keptTrying.map((mistake) => [mistake.code, mistake.name, mistake] as const))(
        '%s: %s: it keeps trying',
        async (...[code, , { key, file }]) => {
          const text = metricbeatFile({}, { url: lab.url, key: keys[key], metricbeat })
          const started = runMetricbeat(metricbeat, file(text))
          while (codesIn(started.said()).length === 0) await pause()
          const said = started.said()
          await started.stop()
          expect(codesIn(said)).toEqual([code])
        },
        PATIENCE_MS,
      )

      test.each(endsAtOnce.map((mistake) => [mistake.code, mistake.name, mistake] as const))(
        '%s: %s: test config',
        (...[code, , mistake]) => {
          const right = metricbeatFile({}, { url: lab.url, key: keys.shipping, metricbeat })
          const text = mistake.file(right)
          const said = testMetricbeat(metricbeat, 'config', text)
          const known = metricbeat === 9 && isSeenAtStartOnly(mistake) ? 'MB-LINE-CONFIG-OK' : code
          expect(readPastedLine(said).code).toBe(known)
        },
        PATIENCE_MS,
      )

      test('no file at all: test config', () => {
        expect(readPastedLine(testMetricbeat(metricbeat, 'config')).code).toBe('MB-FILE-NOT-FOUND')
      })

      test('the file of the guide: test config and test output', () => {
        const text = metricbeatFile({}, { url: lab.url, key: keys.shipping, metricbeat })
        const told = (['config', 'output'] as const).map(
          (command) => readPastedLine(testMetricbeat(metricbeat, command, text)).code,
        )
        expect(told).toEqual(['MB-LINE-CONFIG-OK', 'MB-LINE-OUTPUT-OK'])
      })

      test.each(keptTrying.map((mistake) => [mistake.code, mistake.name, mistake] as const))(
        '%s: %s: test output',
        (...[code, , { key, file }]) => {
          const text = metricbeatFile({}, { url: lab.url, key: keys[key], metricbeat })
          const said = testMetricbeat(metricbeat, 'output', file(text))
          // It never tries to write.
          const known = code === 'MB-SHIPPING-KEY-CANNOT-WRITE' ? 'MB-LINE-OUTPUT-OK' : code
          expect(readPastedLine(said).code).toBe(known)
        },
        PATIENCE_MS,
      )
    },
  )
}

async function makeKeys(lab: Lab): Promise<Record<KeptTrying['key'], LabKey | undefined>> {
  const shipping = await makeLabKey(lab, mayShip)
  const reading = await makeLabKey(lab, mayRead('metricbeat-*'))
  const monitorOnly = await makeLabKey(lab, { ...mayRead('metricbeat-*'), cluster: ['monitor'] })
  if (!shipping) throw new Error('a cluster with security makes keys')
  return {
    shipping,
    reading,
    monitorOnly,
    wrongSecret: { ...shipping, api_key: 'A'.repeat(22) },
    unknown: { ...shipping, id: 'A'.repeat(20) },
    none: undefined,
  }
}

/** Whichever of its lines somebody pastes, the page names the same cause. */
function codesIn(said: string): string[] {
  const codes = said.split('\n').map((line) => readPastedLine(line).code)
  return [...new Set(codes)].filter((code) => !SAYS_NOTHING.has(code))
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100))
}
