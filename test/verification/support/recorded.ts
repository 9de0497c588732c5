import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ClusterAnswer } from '../../../src/verification/connection/exchange.ts'

/** Real answers of real nodes, one line a case; see the lab's recordings for how they were made. */
export const VERSIONS = ['7.17.29', '8.19.21', '9.5.3'] as const
export type Version = (typeof VERSIONS)[number]

const Recorded = z.object({
  case: z.string(),
  status: z.number(),
  product: z.boolean(),
  body: z.unknown(),
  request: z.string().optional(),
})
const Printed = z.object({
  case: z.string(),
  metricbeat: z.string(),
  lines: z.array(z.string()),
})

function readLines<Shape>(file: string, schema: z.ZodType<Shape>): Shape[] {
  const text = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)))
}

const answers = new Map(
  VERSIONS.map((version) => [version, readLines(`answers-${version}.jsonl`, Recorded)]),
)

/** What real Metricbeats printed, mistake by mistake. */
export const printedLines = readLines('metricbeat-lines.jsonl', Printed)

export function casesOf(version: Version): string[] {
  return answers.get(version)?.map((answer) => answer.case) ?? []
}

export function findRecorded(version: Version, name: string) {
  const answer = answers.get(version)?.find((one) => one.case === name)
  if (answer === undefined) throw new Error(`no recorded answer ${version}/${name}`)
  return answer
}

/** A recorded answer as the guarded connection would hand it over. */
export function recorded(version: Version, name: string): ClusterAnswer {
  const { status, product, body } = findRecorded(version, name)
  return { kind: 'answer', status, product, kibana: false, body: withSixParts(body) }
}

/**
 * The older recordings asked three searches; their answers stand here in the places of today's six:
 * count, newest with details (twice more for the details), tags (for both mappings).
 */
function withSixParts(body: unknown): unknown {
  const answer = z.object({ responses: z.tuple([z.unknown(), z.unknown(), z.unknown()]) })
  const three = answer.safeParse(body)
  if (!three.success) return body
  const [count, newest, tags] = three.data.responses
  return { responses: [count, newest, newest, newest, tags, tags] }
}
