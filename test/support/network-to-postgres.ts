import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A network between the booth and its PostgreSQL that can swallow packets: no error, no answer, nothing is closed. */
export type NetworkToPostgres = {
  /** The same database, through this network. */
  url: string
  /** From now on nothing gets through, on open connections and on new ones. */
  swallow: () => void
  /** The same for the connections that are open now; new ones are fine. */
  swallowOpenOnes: () => void
  /** The same from the moment on that the booth sends `text`: the server gets that still, or nothing any more. */
  swallowAt: (text: string, fate: 'arrives' | 'is-lost') => void
  /** New connections get through again. What was swallowed stays so; the server has not heard that anything ended. */
  heal: () => void
  close: () => Promise<void>
}

type Line = { booth: Socket; server: Socket; isSilent: boolean }

export async function openNetworkToPostgres(url: string): Promise<NetworkToPostgres> {
  const { hostname, port } = new URL(url)
  const lines = new Set<Line>()
  let isDown = false
  let trap: { text: string; fate: 'arrives' | 'is-lost' } | undefined
  const silence = () => {
    for (const line of lines) line.isSilent = true
  }
  const swallow = () => {
    isDown = true
    silence()
  }
  const proxy = createServer((booth) => {
    const line = { booth, server: connect(Number(port), hostname), isSilent: isDown }
    lines.add(line)
    for (const socket of [booth, line.server]) socket.on('error', () => undefined)
    booth.on('data', (piece) => {
      const isTrapped = trap !== undefined && !isDown && piece.includes(trap.text)
      if (isTrapped && trap?.fate === 'arrives') line.server.write(piece)
      if (isTrapped) swallow()
      if (!line.isSilent) line.server.write(piece)
    })
    line.server.on('data', (piece) => {
      if (!line.isSilent) booth.write(piece)
    })
    booth.on('close', () => {
      if (!line.isSilent) line.server.destroy()
    })
    line.server.on('close', () => {
      lines.delete(line)
      if (!line.isSilent) booth.destroy()
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  through.port = String((proxy.address() as AddressInfo).port)
  return {
    url: through.href,
    swallow,
    swallowOpenOnes: silence,
    swallowAt: (text, fate) => {
      trap = { text, fate }
    },
    heal: () => {
      isDown = false
      trap = undefined
    },
    close: async () => {
      for (const { booth, server } of lines) {
        booth.destroy()
        server.destroy()
      }
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
