import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { extname, join, posix, relative } from 'node:path'
import type { RequestHandler } from 'express'
import { createMemory } from '../../shared/memory.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}
const IMPORT = /(?:from|import)\s*['"](\.{1,2}\/[^'"]+\.ts)['"]/g

export type AssetSources = {
  /** Everything below is served by its path. */
  publicFolder: string
  /** `*.browser.ts` below it are served with their types stripped, with what they import. */
  sourceFolder: string
  /** Made at start: path → text, for example the shirts' colours. */
  generated: Readonly<Record<string, string>>
  /** Files of packages: path → file. */
  vendored: Readonly<Record<string, string>>
}

export type Assets = {
  /** The address of `path`: changes whenever any asset changes, so browsers may keep it for ever. */
  url(path: string): string
  /** The addresses of whatever the script `path` imports, directly or not: named in the page, none waits for another. */
  imports(path: string): readonly string[]
  /** Answers what lies below `/assets`; what does not is somebody else's. */
  serve: RequestHandler
}

/** Reads every asset once, at start. @throws Error when a browser script imports something of the server's */
export function createAssets(sources: AssetSources): Assets {
  const files = new Map<string, Buffer>(
    Object.entries(sources.generated).map(([path, text]) => [path, Buffer.from(text)]),
  )
  for (const [path, file] of Object.entries(sources.vendored)) files.set(path, readFileSync(file))
  for (const path of filesBelow(sources.publicFolder))
    files.set(path, readFileSync(join(sources.publicFolder, path)))
  for (const path of filesBelow(sources.sourceFolder))
    if (path.endsWith('.browser.ts')) addScript(path, sources.sourceFolder, files)

  const hash = createHash('sha256')
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(path).update(bytes)
  const prefix = `/assets/${hash.digest('hex').slice(0, 16)}`
  const url = (path: string) => `${prefix}/${path}`
  const imported = createMemory<readonly string[]>()
  const imports = (path: string) => imported(path, () => [...importsOf(path, files)].map(url))
  return { url, imports, serve: serve(prefix, files) }
}

function serve(prefix: string, files: ReadonlyMap<string, Buffer>): RequestHandler {
  return (req, res, next) => {
    const path = req.path.slice(prefix.length + 1)
    const bytes = req.path.startsWith(`${prefix}/`) ? files.get(path) : undefined
    if (!bytes) {
      next()
      return
    }
    res.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream')
    res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    res.send(bytes)
  }
}

/** Adds a script and, recursively, what it imports, under the same relative paths. */
function addScript(path: string, folder: string, files: Map<string, Buffer>): void {
  if (files.has(path)) return
  const source = readFileSync(join(folder, path), 'utf8')
  if (/from\s*['"](?:node:|[^.'"])/.test(source.replace(/^import type .*$/gm, '')))
    throw new Error(`${path} is sent to browsers and imports something only the server has`)
  files.set(path, Buffer.from(stripTypeScriptTypes(source)))
  for (const imported of importedBy(path, files)) addScript(imported, folder, files)
}

function importsOf(
  path: string,
  files: ReadonlyMap<string, Buffer>,
  found = new Set<string>(),
): ReadonlySet<string> {
  for (const imported of importedBy(path, files))
    if (!found.has(imported)) importsOf(imported, files, found.add(imported))
  return found
}

function importedBy(path: string, files: ReadonlyMap<string, Buffer>): string[] {
  if (!path.endsWith('.ts')) return []
  const text = files.get(path)?.toString() ?? ''
  return [...text.matchAll(IMPORT)].map(([, imported = '']) =>
    posix.join(posix.dirname(path), imported),
  )
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split('\\').join('/'))
}
