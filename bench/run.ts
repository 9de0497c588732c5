import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `npm run bench -- NAME [--json]` runs bench/NAME.ts; without a name, every one of them. */
const [first = '', ...rest] = process.argv.slice(2)
const named = !first.startsWith('-') && first !== ''
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length))
const chosen = named ? [first] : all
const args = named ? rest : process.argv.slice(2)

for (const name of chosen) {
  const file = join(import.meta.dirname, `${name}.ts`)
  if (!existsSync(file)) {
    console.error(`There is no bench ${name}. There is: ${all.join(', ')}`)
    process.exit(2)
  }
  const { status } = spawnSync(process.execPath, [...flagsOfStart(), file, ...args], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** A figure holds for the process as it is started: with the memory that `npm start` gives it. */
function flagsOfStart(): string[] {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  const { scripts } = JSON.parse(text) as { scripts: { start: string } }
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}
