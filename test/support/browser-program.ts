import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = 'node_modules/@sparticuz/chromium/package.json'
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }
const PLACE = join(tmpdir(), `booth-chromium-${version}`)
const UNPACK = `import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath())`

/**
 * The Chromium that npm brought along. The package unpacks it into the temporary folder and takes whatever lies there
 * for finished, so two test files at once would start half a browser: it is unpacked aside and moved into its place.
 */
export function browserProgram(): string {
  const program = join(PLACE, 'chromium')
  if (existsSync(program)) return program
  const aside = mkdtempSync(join(tmpdir(), 'booth-unpack-'))
  execFileSync(process.execPath, ['--eval', UNPACK], { env: { ...process.env, TMPDIR: aside } })
  try {
    renameSync(aside, PLACE)
  } catch {
    // Another test file was first; its browser is the same.
    rmSync(aside, { recursive: true, force: true })
  }
  return program
}
