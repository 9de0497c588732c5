import type { Socket } from 'node:net'

/**
 * undici parses all that is buffered even after it has given up, and builds an error for each
 * header it then still finds: 64 KiB of small headers cost 40 ms of everybody's time.
 */
const PIECE_BYTES = 4 * 1024

/** Lets a reader have at most one piece at a time, and nothing once the socket is destroyed. */
export function readInPieces(socket: Socket): Socket {
  const read = socket.read.bind(socket)
  socket.read = (size?: number): unknown => {
    if (socket.destroyed) return null
    return size === undefined && socket.readableLength > PIECE_BYTES
      ? read(PIECE_BYTES)
      : read(size)
  }
  return socket
}
