import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ClusterAnswer } from '../../../src/verification/connection/exchange.ts'

export const VERSIONS = ['7.17.29', '8.19.21', '9.5.3'] as const
export type Version = (typeof VERSIONS)[number]

const lab = join(process.env['BOOTH_LAB'] ?? '../shared/lab', 'elasticsearch/observed')
/** The recordings are read where the lab is present. */
export const hasLab = existsSync(join(lab, '9.5.3'))

const Recorded = z.object({
  request: z.object({ body: z.string().optional() }).optional(),
  response: z
    .object({
      status: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown(),
    })
    .optional(),
})

function readCase(version: Version, name: string) {
  return Recorded.parse(JSON.parse(readFileSync(join(lab, version, `${name}.json`), 'utf8')))
}

export function casesOf(version: Version): string[] {
  if (!hasLab) return []
  const files = readdirSync(join(lab, version)).filter((file) => file.endsWith('.json'))
  return files.map((file) => file.slice(0, -'.json'.length))
}

/** A recorded answer as the guarded connection would hand it over. */
export function recorded(version: Version, name: string): ClusterAnswer {
  const { response } = readCase(version, name)
  if (response === undefined) throw new Error(`${version}/${name} holds no single answer`)
  const product = response.headers['x-elastic-product'] === 'Elasticsearch'
  const { status, body } = response
  return { kind: 'answer', status, product, kibana: false, body }
}

export function recordedRequestBody(version: Version, name: string): string {
  return readCase(version, name).request?.body ?? ''
}
