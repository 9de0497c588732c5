import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rehearse } from '../../src/commands/rehearse.ts'

const PATIENCE = 120_000
let folder: string
let running: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rehearse-test-'))
})
afterEach(() => {
  // Of a test that failed half-way nothing may go on running.
  running?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** `npm run rehearsal` as a process of its own; its temporary folders are made in `folder`. */
function start(...args: string[]) {
  const main = ['--disable-warning=ExperimentalWarning', 'src/main.ts', 'rehearse', ...args]
  const env = { ...process.env, TMPDIR: folder, NODE_ENV: '', NODE_OPTIONS: '' }
  const child = spawn(process.execPath, main, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  running = child
  let output = ''
  const said = (words: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (output.includes(words)) resolve()
      }
      child.stdout.on('data', look)
      look()
    })
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, said, ended, output: () => output }
}

test(
  'three attendees are played to the end',
  async () => {
    const { ended, output } = start('--attendees', '3', '--exit', '--seed', '3')
    expect(await ended).toBe(0)
    expect(output().trim().split('\n').at(-1)).toBe(
      '3 registered, 3 passed, 3 claimed, 3 handed over, stock adds up',
    )
    expect(readdirSync(folder)).toEqual([])
  },
  PATIENCE,
)

test(
  'a rehearsal goes on until it is told to stop, and leaves nothing',
  async () => {
    const { child, said, ended, output } = start('--attendees', '2', '--port', '0')
    await said('Ctrl+C ends it')
    expect(readdirSync(folder)).toHaveLength(1)
    const addresses = /http:\/\/localhost:\d+\/(register|wall|kiosk|staff|enrol\/\S{26})/g
    expect(output().match(addresses)).toHaveLength(6)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(readdirSync(folder)).toEqual([])
  },
  PATIENCE,
)

test(
  'one that is stopped before its end says so by its exit code, and leaves nothing',
  async () => {
    const { child, said, ended, output } = start('--attendees', '500', '--exit')
    await said('Rehearsal')
    child.kill('SIGINT')
    expect(await ended).toBe(1)
    expect(output()).not.toContain('500 registered')
    expect(readdirSync(folder)).toEqual([])
  },
  PATIENCE,
)

test('production refuses to rehearse', async () => {
  await expect(
    rehearse(['--attendees', '0', '--exit'], { NODE_ENV: 'production' }),
  ).rejects.toThrow(/A rehearsal is refused with NODE_ENV=production/)
})

test.each([[['--attendees', 'many']], [['--seed', '-1']], [['--quickly']], [['--port', '70000']]])(
  'options that cannot be meant are answered with the usage: %j',
  async (args) => {
    await expect(rehearse(args, {})).rejects.toThrow(/--attendees N/)
  },
)
