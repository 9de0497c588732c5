import type { CheckInput } from '../../../src/verification/check-cluster.ts'
import { checkAgainst, patientMemory, type Script } from './scripted-cluster.ts'

/** Every code one check tells the person, the verdict first. */
export async function told(script: Script, input: Partial<CheckInput> = {}): Promise<string[]> {
  const { verdict } = await checkAgainst(script, { memory: patientMemory, ...input })
  const first = verdict.outcome === 'passed' ? 'passed' : verdict.code
  const hints = 'hints' in verdict ? verdict.hints : []
  const right = verdict.outcome === 'not-yet' ? verdict.right : []
  return [first, ...hints.map(({ code }) => code), ...right.map(({ code }) => code)]
}
