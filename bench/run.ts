import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
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
  const { status } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', file, ...args],
    {
      stdio: 'inherit',
    },
  )
  if (status !== 0) process.exit(status ?? 1)
}
