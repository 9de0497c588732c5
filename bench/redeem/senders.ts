import { randomUUID } from 'node:crypto'
import { Client } from 'undici'
import type { Login, ServerProcess } from './server-process.ts'

export type Round = {
  perSecond: number
  /** Processor time of the servers a hand-over. */
  cpuMs: number
  p99Ms: number
}

/** A phone's headers, as its script sends the tap (src/platform/browser/load-page.browser.ts). */
const HEADERS = {
  'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  accept: '*/*',
  'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
  'user-agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
}

/** Taps *Hand over* once for each of `codes`, `senders` at a time, each on a connection and a login of its own. */
export async function sendHandOvers(
  servers: readonly ServerProcess[],
  codes: readonly string[],
  senders: number,
): Promise<Round> {
  const waits: number[] = []
  const queue = codes.values()
  for (const { cpuMs } of servers) await cpuMs()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: senders }, (_, n) =>
      sendInTurn(servers[n % servers.length]!, { n, queue, waits }),
    ),
  )
  const seconds = (performance.now() - began) / 1000
  let cpu = 0
  for (const { cpuMs } of servers) cpu += await cpuMs()
  waits.sort((a, b) => a - b)
  return {
    perSecond: codes.length / seconds,
    cpuMs: cpu / codes.length,
    p99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0,
  }
}

type Sending = { n: number; queue: Iterable<string>; waits: number[] }

async function sendInTurn({ port, logins }: ServerProcess, { n, queue, waits }: Sending) {
  const client = new Client(`http://127.0.0.1:${port}`)
  const login = logins[n % Math.max(1, logins.length)]
  for (const code of queue) {
    const began = performance.now()
    await tap(client, code, login)
    waits.push(performance.now() - began)
  }
  await client.close()
}

async function tap(client: Client, code: string, login: Login | undefined): Promise<void> {
  const scanId = randomUUID().replaceAll('-', '')
  const formToken = login?.formToken ?? 'none'
  const { statusCode, body } = await client.request({
    path: '/staff/hand-overs',
    method: 'POST',
    headers: { ...HEADERS, cookie: login?.cookie ?? 'booth-staff=none' },
    body: new URLSearchParams({ code, scanId, formToken }).toString(),
  })
  const answer = await body.text()
  if (statusCode !== 200 || !answer.includes('handed-over'))
    throw new Error(`a hand-over was answered ${statusCode}: ${answer.slice(0, 2000)}`)
}
