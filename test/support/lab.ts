import { describe } from '@jest/globals'
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/**
 * The lab: a real Elasticsearch and a real Metricbeat built from published packages. It lies beside
 * this repository, or where BOOTH_LAB says; its README tells what it needs.
 */
const BESIDE_US = fileURLToPath(new URL('../../../shared/lab', import.meta.url))
const PORTS = Array.from({ length: 12 }, (_, n) => 9208 + n)
/** A cluster of the lab stands at one of these. */
export const LAB_ORIGINS = PORTS.map((port) => `http://127.0.0.1:${port}`)
/** Go that builds the lab's Metricbeat: 1.26. */
const GO_MINOR = 26

export type ElasticsearchLine = 7 | 8 | 9
export type MetricbeatLine = 7 | 9
export type LabNeeds = { elasticsearch?: ElasticsearchLine; metricbeat?: MetricbeatLine }
export type LabWish = {
  elasticsearch: ElasticsearchLine
  metricbeat?: MetricbeatLine
  tag?: string
  template?: 'own' | 'none'
}
export type LabKey = { id: string; api_key: string; encoded: string }

/** The JSON line of `up`; on 7, which has no security, `user`, `password` and `readKey` are null. */
export type Lab = {
  url: string
  version: string
  user: string | null
  password: string | null
  readKey: LabKey | null
  pids: number[]
  stop(): Promise<void>
}

/** `describe` where the lab can do this; elsewhere it says plainly what was left out and why. */
export function describeWithLab(title: string, needs: LabNeeds, body: () => void): void {
  const reason = findObstacle(needs)
  if (reason === undefined) {
    describe(title, body)
    return
  }
  process.stderr.write(`left out: ${title}: ${reason}\n`)
  describe.skip(`${title} (left out: ${reason})`, body)
}

/** Why the lab cannot do this here; undefined when it can. Builds what is missing, which takes minutes. */
export function findObstacle({ elasticsearch, metricbeat }: LabNeeds): string | undefined {
  const lab = findLab()
  if (lab === undefined) return 'there is no lab; BOOTH_LAB names its folder'
  return (
    (elasticsearch && findElasticsearchObstacle(lab, elasticsearch)) ??
    (metricbeat && findMetricbeatObstacle(lab, metricbeat)) ??
    undefined
  )
}

function findElasticsearchObstacle(lab: string, line: ElasticsearchLine): string | undefined {
  const isBuilt = existsSync(join(lab, 'elasticsearch', 'target', `es${line}`, '.built'))
  if (!isBuilt && !isInstalled('mvn')) return 'Maven is not installed'
  const { status, stderr } = runToEnd(join(lab, 'elasticsearch', 'run'), [
    '--version',
    String(line),
    '--build-only',
  ])
  if (status === 0) return undefined
  if (status === 3) return `no JDK that is new enough (${line === 9 ? 21 : 17} or newer)`
  return `Elasticsearch ${line} could not be built: ${lastLine(stderr)}`
}

function findMetricbeatObstacle(lab: string, line: MetricbeatLine): string | undefined {
  const isBuilt = existsSync(join(lab, 'metricbeat', 'build', `metricbeat-${line}.built`))
  if (!isBuilt && !hasGo()) return `Go 1.${GO_MINOR} is not installed`
  const { status, stderr } = runToEnd(join(lab, 'metricbeat', 'run'), [
    '--beats',
    String(line),
    '--build',
  ])
  return status === 0 ? undefined : `Metricbeat ${line} could not be built: ${lastLine(stderr)}`
}

function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0
}

function hasGo(): boolean {
  const minor = /go1\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout)?.[1]
  return Number(minor ?? 0) >= GO_MINOR
}

function runToEnd(command: string, args: string[]) {
  return spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

let folder: string | undefined

/** The lab's folder; where it may not be written, the copy that `up` too would make and use. */
function findLab(): string | undefined {
  folder ??= findWritable(process.env['BOOTH_LAB'] ?? BESIDE_US)
  return folder
}

function findWritable(given: string): string | undefined {
  if (!existsSync(join(given, 'up'))) return undefined
  if (isWritable(given)) return given
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const copy = join(cache, 'booth-mission-lab')
  if (!existsSync(join(copy, 'up'))) cpSync(given, copy, { recursive: true })
  return copy
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function labFolder(): string {
  const lab = findLab()
  if (lab === undefined) throw new Error('There is no lab; BOOTH_LAB names its folder.')
  return lab
}

/** Starts `up` and resolves when it says that all runs. `stop` ends it by its id and waits. */
export async function startLab({
  elasticsearch,
  metricbeat,
  tag,
  template = 'own',
}: LabWish): Promise<Lab> {
  const port = await findFreePort()
  const beat =
    metricbeat === undefined ? ['--no-beat'] : ['--beat', `${metricbeat}`, '--tag', tag ?? '']
  const args = [
    '--version',
    `${elasticsearch}`,
    '--port',
    `${port}`,
    '--template',
    template,
    ...beat,
  ]
  const up = start(join(labFolder(), 'up'), args)
  const line = await Promise.race([firstLine(up.process), up.ended.then(() => undefined)])
  if (line === undefined) throw new Error(`The lab did not start: ${up.said()}`)
  return { ...(JSON.parse(line) as Omit<Lab, 'stop'>), stop: up.stop }
}

export type ShippingWish = {
  metricbeat: MetricbeatLine
  /** Address of the cluster. */
  origin: string
  key: { id: string; api_key: string }
  tag: string
  /** `official`: as an attendee's copy does it, with template and ILM. */
  template?: 'none' | 'official'
}

/** Starts the lab's real Metricbeat, which ships every second until `stop`. */
export function startMetricbeat(wish: ShippingWish): { stop(): Promise<void>; said(): string } {
  const { metricbeat, origin, key, tag, template = 'none' } = wish
  const home = mkdtempSync(join(tmpdir(), 'booth-metricbeat-'))
  const args = ['--beats', `${metricbeat}`, '--es', origin, '--api-key', `${key.id}:${key.api_key}`]
  const rest = ['--tag', tag, '--period', '1s', '--template', template, '--home', home]
  const shipping = start(join(labFolder(), 'metricbeat', 'run'), [...args, ...rest])
  return {
    said: shipping.said,
    stop: async () => {
      await shipping.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export type RunningMetricbeat = {
  /** The end of what it printed. */
  said(): string
  /** The code it ended with by itself. */
  ended: Promise<number | null>
  /** Writes the file anew; a running Metricbeat does not notice. */
  edit(file: string): void
  /** Ends it and starts it again with the file as it is now, with the same data folder. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts the lab's real Metricbeat with an attendee's own metricbeat.yml, unchanged. */
export function runMetricbeat(metricbeat: MetricbeatLine, file: string): RunningMetricbeat {
  const home = mkdtempSync(join(tmpdir(), 'booth-metricbeat-'))
  const config = join(home, 'metricbeat.yml')
  const write = (text: string) => {
    writeFileSync(config, text, { mode: 0o600 })
  }
  const args = ['--beats', `${metricbeat}`, '--config', config, '--home', home]
  const begin = () => start(join(labFolder(), 'metricbeat', 'run'), args)
  write(file)
  let running = begin()
  return {
    said: () => running.said(),
    ended: running.ended,
    edit: write,
    restart: async () => {
      await running.stop()
      running = begin()
    },
    stop: async () => {
      await running.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** What `metricbeat test config` or `test output` prints with this metricbeat.yml, or without any. */
export function testMetricbeat(
  metricbeat: MetricbeatLine,
  command: 'config' | 'output',
  file?: string,
): string {
  const home = mkdtempSync(join(tmpdir(), 'booth-metricbeat-'))
  const config = join(home, 'metricbeat.yml')
  if (file !== undefined) writeFileSync(config, file, { mode: 0o600 })
  const program = join(labFolder(), 'metricbeat', 'build', `metricbeat-${metricbeat}`)
  const places = ['-c', config, '--path.home', home, '--path.config', home]
  const { stdout, stderr } = runToEnd(program, ['test', command, ...places])
  rmSync(home, { recursive: true, force: true })
  return `${stdout}\n${stderr}`
}

/** How much of what a process says is kept: for the message when it fails, and to be read as a pasted line. */
const KEPT_WORDS = 16_000

/** They end with us; a dozen run beside each other, so one listener serves them all. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM')
})

function start(command: string, args: string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-KEPT_WORDS)
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const stop = async () => {
    running.delete(child)
    child.kill('SIGTERM')
    await ended
  }
  return { process: child, ended, stop, said: () => said }
}

async function firstLine(child: ChildProcessByStdio<null, Readable, Readable>): Promise<string> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return line
}

/** Of the ports that are the lab's; a port in use is passed over. */
async function findFreePort(): Promise<number> {
  for (const port of PORTS) if (await isFree(port)) return port
  throw new Error(`These ports are all taken: ${PORTS.join(', ')}.`)
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject)
      probe.listen(port, '127.0.0.1', resolve)
    })
    return true
  } catch {
    return false
  } finally {
    probe.close()
  }
}
