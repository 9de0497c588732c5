import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readPastedLine } from '../../src/verification/diagnosis/read-pasted-line.ts'
import { describeWithLab, type Lab, type LabKey, runMetricbeat, startLab } from '../support/lab.ts'
import { endsAtOnce, type KeptTrying, keptTrying } from '../verification/support/real-lines.ts'
import { makeLabKey, mayRead, mayShip } from './lab-cluster.ts'
import { metricbeatFile } from './metricbeat-file.ts'

const STARTING_MS = 300_000
const PATIENCE_MS = 60_000
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
        async (...[code, , { file }]) => {
          const key = keys.shipping
          const text = file(metricbeatFile({}, { url: lab.url, key, metricbeat }))
          const started = runMetricbeat(metricbeat, text)
          expect(await started.ended).toBe(1)
          expect(codesIn(started.said())).toEqual([code])
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
