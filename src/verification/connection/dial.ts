import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls, createSecureContext } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { readInPieces } from './read-in-pieces.ts'
import type { Target } from '../target/target.ts'
import { codeOf, GuardFault } from './guard-fault.ts'
import { isOneOf } from './judge-address.ts'
import type { Wall } from './wall.ts'

/** One place to dial: the pinned addresses, who may be there, and how long it may take. */
export type Dialling = {
  target: Target
  addresses: readonly string[]
  wall: Wall
  connectMs: number
  /** Ends the whole conversation. */
  signal: AbortSignal
}

/**
 * Opens the one connection of a conversation: the pinned addresses in turn, the peer judged again
 * once it is there, TLS verified against the name and nothing sent before that.
 * Rejects with a GuardFault (`address_blocked`, `tls`) or the network's own error.
 */
export async function dial(dialling: Dialling): Promise<Socket> {
  const { addresses, connectMs } = dialling
  const patience = Math.ceil(connectMs / addresses.length)
  const failures: unknown[] = []
  for (const address of addresses) {
    const limit = AbortSignal.any([dialling.signal, AbortSignal.timeout(patience)])
    try {
      const socket = await dialAddress(address, dialling, limit)
      const { scheme } = dialling.target
      return readInPieces(scheme === 'https' ? await secure(socket, dialling, limit) : socket)
    } catch (error) {
      failures.push(error)
      // Another address of the same host would say the same, or must not be asked at all.
      if (error instanceof GuardFault && error.fault !== 'timeout') break
    }
  }
  throw failures.at(-1)
}

async function dialAddress(address: string, to: Dialling, limit: AbortSignal): Promise<Socket> {
  // Literal addresses skip every lookup hook, so they are judged here, where the dialling is.
  if (!to.wall.admits(address, to.target)) throw new GuardFault('address_blocked')
  const socket = connectTcp({ host: address, port: to.target.port, autoSelectFamily: false })
  await opened(socket, 'connect', limit)

  const peer = socket.remoteAddress ?? ''
  if (isOneOf(peer, [address]) && to.wall.admits(peer, to.target)) return socket
  socket.destroy()
  throw new GuardFault('address_blocked')
}

async function secure(
  socket: Socket,
  { target, wall }: Dialling,
  limit: AbortSignal,
): Promise<Socket> {
  const secured = connectTls({
    socket,
    servername: target.host,
    secureContext: contextOf(wall),
    // Said aloud because an environment variable could say otherwise.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
  })
  try {
    await opened(secured, 'secureConnect', limit)
    return secured
  } catch (error) {
    socket.destroy()
    if (error instanceof GuardFault) throw error
    throw ['ECONNRESET', 'EPIPE'].includes(codeOf(error)) ? error : new GuardFault('tls')
  }
}

const contexts = new WeakMap<Wall, SecureContext>()

/** Made once a wall: reading authorities for every connection costs time and memory. */
function contextOf(wall: Wall): SecureContext {
  const known = contexts.get(wall)
  if (known) return known
  const { authorities } = wall
  const context = createSecureContext({
    minVersion: 'TLSv1.2',
    ...(authorities && { ca: [...authorities] }),
  })
  contexts.set(wall, context)
  return context
}

async function opened(socket: Socket, event: string, limit: AbortSignal): Promise<void> {
  // An error after we gave up has no listener left, and would end the process.
  socket.on('error', ignore)
  try {
    await once(socket, event, { signal: limit })
  } catch (error) {
    socket.destroy()
    throw limit.aborted ? new GuardFault('timeout') : error
  }
}

function ignore(): void {
  // The same error already rejected the promise that waits for the connection.
}
