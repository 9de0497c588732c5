import { matchesPattern, publicName } from './practice-documents.ts'
import type { PracticeIndex } from './practice-documents.ts'
import { toJsonObject, toTexts } from './practice-json.ts'
import { refuseAction, refuseArgument } from './practice-refusal.ts'

/** What the role descriptors of a key, or a user's roles, allow. */
export type Rights = {
  readonly cluster: readonly string[]
  readonly indices: readonly {
    readonly names: readonly string[]
    readonly privileges: readonly string[]
  }[]
}

/** Who asks, after the login was accepted. `title` is how refusals name them. */
export type Caller = {
  readonly title: string
  readonly user: string
  readonly key?: { readonly id: string; readonly name: string }
  readonly rights: Rights
}

export const SUPERUSER: Rights = {
  cluster: ['all'],
  indices: [{ names: ['*'], privileges: ['all'] }],
}

/** Which privileges open which door, in the order in which refusals list them (elastic.md §3.1). */
export const GRANTED_BY = {
  monitor: ['monitor', 'manage', 'all'],
  apiKeys: ['manage_own_api_key', 'manage_api_key', 'manage_security', 'all'],
  templates: ['manage_index_templates', 'manage', 'all'],
  policies: ['manage_ilm', 'manage', 'all'],
  readPolicies: ['read_ilm', 'manage_ilm', 'manage', 'all'],
  read: ['read', 'all'],
  metadata: ['view_index_metadata', 'manage', 'read', 'all'],
  write: ['create_doc', 'create', 'delete', 'index', 'write', 'all'],
  autoCreate: ['auto_configure', 'create_index', 'manage', 'all'],
  create: ['create_index', 'manage', 'all'],
  remove: ['delete_index', 'manage', 'all'],
} as const

type Door = keyof typeof GRANTED_BY

/** Throws the cluster's 403 unless the caller holds a cluster privilege for this action. */
export function demandCluster(caller: Caller, door: Door, action: string): void {
  const granted: readonly string[] = GRANTED_BY[door]
  if (caller.rights.cluster.some((held) => granted.includes(held))) return
  throw refuseAction(action, caller.title, `cluster privileges [${granted.join(',')}]`)
}

/** As `demandCluster` for an index privilege: on the index of this name, else on any index at all. */
export function demandIndex(
  caller: Caller,
  door: Door,
  { action, index }: { action: string; index?: string },
): void {
  if (mayTouch(caller, door, index)) return
  const where = index === undefined ? '' : ` on indices [${index}]`
  const granted = `index privileges [${GRANTED_BY[door].join(',')}]`
  throw refuseAction(action, `${caller.title}${where}`, granted)
}

/** Does the caller hold an index privilege that opens `door`, on `index` or, without one, on any? */
export function mayTouch(caller: Caller, door: Door, index?: string): boolean {
  const granted: readonly string[] = GRANTED_BY[door]
  return caller.rights.indices.some(
    ({ names, privileges }) =>
      privileges.some((held) => granted.includes(held)) &&
      (index === undefined || names.some((pattern) => matchesPattern(index, pattern))),
  )
}

/** A right on a data stream or alias covers what lies behind it. */
export function mayRead(caller: Caller, index: PracticeIndex): boolean {
  return mayTouch(caller, 'read', publicName(index)) || mayTouch(caller, 'read', index.name)
}

const MANAGE = [
  'monitor',
  'view_index_metadata',
  'auto_configure',
  'create_index',
  'delete_index',
  'maintenance',
]
const WRITE = ['index', 'create', 'create_doc', 'delete']
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  manage: MANAGE,
  write: WRITE,
  index: ['create', 'create_doc'],
  create: ['create_doc'],
}
const INDEX_PRIVILEGES = ['none', 'all', 'read', 'manage', 'write', ...MANAGE, ...WRITE]

/** The answer of `_has_privileges`; the body as it was sent. An unknown privilege name is a 400. */
export function answerHasPrivileges(caller: Caller, body: unknown): Record<string, unknown> {
  const { cluster, index, indices } = toJsonObject(body)
  const clusterAnswers = toTexts(cluster).map(
    (name) => [name, holdsOnCluster(caller, name)] as const,
  )
  const entries = [index, indices].flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : []))
  const indexAnswers = entries.flatMap((entry) => {
    const { names, privileges } = toJsonObject(entry)
    return toTexts(names).map(
      (name) => [name, answerIndex(caller, name, toTexts(privileges))] as const,
    )
  })
  const all = [
    ...clusterAnswers.map(([, holds]) => holds),
    ...indexAnswers.flatMap(([, answers]) => Object.values(answers)),
  ]
  return {
    username: caller.user,
    has_all_requested: all.every(Boolean),
    cluster: Object.fromEntries(clusterAnswers),
    index: Object.fromEntries(indexAnswers),
    application: {},
  }
}

function holdsOnCluster({ rights }: Caller, name: string): boolean {
  const enough = name === 'monitor' ? GRANTED_BY.monitor : [name, 'all']
  return rights.cluster.some((held) => (enough as readonly string[]).includes(held))
}

function answerIndex(
  caller: Caller,
  index: string,
  wanted: readonly string[],
): Record<string, boolean> {
  return Object.fromEntries(
    wanted.map((privilege) => [privilege, holdsOnIndex(caller, index, privilege)]),
  )
}

function holdsOnIndex({ rights }: Caller, index: string, privilege: string): boolean {
  if (!INDEX_PRIVILEGES.includes(privilege)) {
    const known = INDEX_PRIVILEGES.map((name) => `${name}=[${name}]`).join(',')
    throw refuseArgument(
      `unknown index privilege [${privilege}]. a privilege must be either one of the predefined ` +
        `fixed indices privileges [${known}] or a pattern over one of the available index actions`,
    )
  }
  return rights.indices.some(
    ({ names, privileges }) =>
      names.some((pattern) => matchesPattern(index, pattern)) &&
      privileges.some(
        (held) => [held, ...(IMPLIED[held] ?? [])].includes(privilege) || held === 'all',
      ),
  )
}
