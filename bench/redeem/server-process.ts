import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Recorded } from './recorded-hand-over.ts'

/** What a server under test is to serve. */
export type FloorTask = { file: string; statements: readonly Recorded[] }
export type BoothTask = {
  place: { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }
  people: number
  logins: number
}

/** What a phone of staff has: its cookie, and the token in its forms. */
export type Login = { cookie: string; formToken: string }
type Opened = { port: number; logins: Login[] }

/** A server in a process of its own, so that only its own work is measured. */
export type ServerProcess = Opened & {
  /** Processor time since the last call, in milliseconds. */
  cpuMs: () => Promise<number>
  stop: () => Promise<void>
}

/** What `npm start` gives the booth. */
const AS_STARTED = ['--max-old-space-size=512', '--max-semi-space-size=16']

/** @param profile a folder for a CPU profile */
export async function startServer(
  name: 'floor-server' | 'booth-server',
  task: FloorTask | BoothTask,
  profile?: string,
): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, `${name}.ts`), {
    env: { ...process.env, NODE_ENV: 'production' },
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      ...(name === 'booth-server' ? AS_STARTED : []),
      ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
    ],
  })
  child.send(task)
  const opened = (await answerOf(child)) as Opened
  return {
    ...opened,
    cpuMs: async () => {
      child.send('cpu')
      return (await answerOf(child)) as number
    },
    stop: async () => {
      child.send('stop')
      await once(child, 'exit')
    },
  }
}

/** @throws Error when the server ends instead */
function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => {
      reject(new Error('a server under test ended'))
    }
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer)
    })
  })
}

/** The other end: serves what `open` makes of the task, and tells its processor time. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what the message holds
export async function serveBench<Task>(
  open: (task: Task) => Promise<Server | { server: Server; logins: Login[] }>,
): Promise<void> {
  const [task] = (await once(process, 'message')) as [Task]
  const opened = await open(task)
  const { server, logins } = 'server' in opened ? opened : { server: opened, logins: [] }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  let before = process.cpuUsage()
  process.on('message', (message) => {
    if (message === 'stop') process.exit()
    const { user, system } = process.cpuUsage(before)
    before = process.cpuUsage()
    process.send?.((user + system) / 1000)
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ port, logins })
}
