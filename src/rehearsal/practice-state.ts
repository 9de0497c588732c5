import { publicName, matchesPattern } from './practice-documents.ts'
import type { PracticeDocuments, PracticeIndex } from './practice-documents.ts'
import type { JsonObject } from './practice-json.ts'
import { isJsonObject } from './practice-json.ts'
import type { PracticeKeys } from './practice-keys.ts'
import type { Template } from './practice-mapping.ts'
import type { Caller } from './practice-privileges.ts'
import type { PracticeAnswer } from './practice-refusal.ts'
import { refuse } from './practice-refusal.ts'

/** Everything one practice cluster knows. */
export type PracticeState = {
  readonly clusterUuid: string
  readonly version: string
  readonly template: Template
  readonly now: () => Date
  readonly documents: PracticeDocuments
  readonly keys: PracticeKeys
  readonly indexTemplates: Map<string, JsonObject>
  readonly policies: Map<string, JsonObject>
}

/** One request after its login was accepted. `path` is as sent, because names may hold a slash (`{now/d}`). */
export type PracticeRequest = {
  readonly method: string
  readonly path: string
  readonly params: URLSearchParams
  readonly body: string
  readonly caller: Caller
}

export type Handler = (state: PracticeState, request: PracticeRequest) => PracticeAnswer

/** Which requests a handler takes; the pattern is held against the path as it was sent. */
export type Endpoint = {
  readonly path: RegExp
  readonly methods: Readonly<Record<string, Handler>>
}

/** 200. */
export function ok(body: unknown): PracticeAnswer {
  return { status: 200, body }
}

/** 9 of `9.5.3`. */
export function majorOf({ version }: PracticeState): number {
  return Number.parseInt(version, 10)
}

/** The part of the path between slashes, counted from 1 and decoded; empty when there is none. */
export function pathPart({ path }: PracticeRequest, position: number): string {
  return decodeURIComponent(path.split('/')[position] ?? '')
}

/** The JSON of a body, `{}` when there is none; throws the cluster's 400. */
export function readJson(text: string): JsonObject {
  if (text.trim() === '') return {}
  const parsed = parse(text)
  if (isJsonObject(parsed)) return parsed
  throw refuseJson(text)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw Object.assign(refuseJson(text), { cause })
  }
}

function refuseJson(text: string) {
  const reason = `[1:${text.length + 1}] Unexpected end of file`
  const inner = { type: 'json_e_o_f_exception', reason: 'Unexpected end-of-input' }
  return refuse(400, { type: 'x_content_e_o_f_exception', reason }, { caused_by: inner })
}

/** The date inside index names: `2026.11.22`. */
export function toIndexDate(now: Date): string {
  return now.toISOString().slice(0, 10).replaceAll('-', '.')
}

/** Makes the index that a first document needs: a data stream where such a template was put before. */
export function createIndex(state: PracticeState, name: string): PracticeIndex {
  const template = templateFor(state, name)
  if (!findTemplate(state, name)?.['data_stream']) return state.documents.create({ name, template })
  const backing = `.ds-${name}-${toIndexDate(state.now())}-000001`
  return state.documents.create({ name: backing, alias: name, stream: true, template })
}

/** A template that was put makes keywords, whatever the cluster would do without it. */
export function templateFor(state: PracticeState, name: string): Template {
  return findTemplate(state, name) ? 'own' : state.template
}

function findTemplate(state: PracticeState, name: string): JsonObject | undefined {
  return [...state.indexTemplates.values()].find((template) =>
    [template['index_patterns']].flat().some((one) => matchesPattern(name, String(one))),
  )
}

/** The indices behind an expression such as `metricbeat-*,other`: wildcards, names, aliases, streams. */
export function expand(state: PracticeState, expression: string): PracticeIndex[] {
  const everything = expression === '' || expression === '_all'
  return state.documents
    .all()
    .filter(
      (index) =>
        matchesPattern(publicName(index), everything ? '*' : expression) ||
        index.name === expression,
    )
}
