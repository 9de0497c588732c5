#!/usr/bin/env -S node --max-old-space-size=512 --max-semi-space-size=16 --disable-warning=ExperimentalWarning
/* The only reader of the environment; starts and stops the process. */
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { tooOld } from './commands/node-version.ts'

// Compiled modules are kept between starts; where the tree cannot be written, nothing is kept and nothing fails.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)))

type Command = (args: string[], environment: Readonly<NodeJS.ProcessEnv>) => Promise<number>

/** `npx booth-mission <command>`: each command is one file of `commands/`, read only when it is asked for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).start,
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearse,
  staff: async () => (await import('./commands/staff.ts')).staff,
  'check-address': async () => (await import('./commands/from-stdin.ts')).checkAddressFromStdin,
  diagnose: async () => (await import('./commands/from-stdin.ts')).diagnoseFromStdin,
  check: async () => (await import('./commands/check.ts')).check,
  purge: async () => (await import('./commands/purge.ts')).purge,
  stock: async () => (await import('./commands/stock.ts')).stock,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
}

const [name = '', ...args] = process.argv.slice(2)
const complaint = tooOld(process.versions.node)
if (complaint !== undefined) {
  console.error(complaint)
  process.exitCode = 1
} else if (!Object.hasOwn(commands, name)) {
  console.error(`Usage: npx booth-mission ${Object.keys(commands).join(' | ')}`)
  process.exitCode = 2
} else await run(name)

async function run(command: string): Promise<void> {
  try {
    const start = await commands[command]?.()
    process.exitCode = await start?.(args, process.env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
