import { Socket } from 'node:net'
import { expect, test } from '@jest/globals'
import { readInPieces } from '../../../src/verification/connection/read-in-pieces.ts'

test('a reader never gets more than a piece, and nothing once the socket is destroyed', () => {
  const socket = readInPieces(new Socket())
  socket.push(Buffer.alloc(10_000, 'x'))
  const pieces = [socket.read(), socket.read()] as Buffer[]
  expect(pieces.map(({ length }) => length)).toEqual([4096, 4096])
  socket.destroy()
  expect(socket.read()).toBe(null)
})
