import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createFairLaps } from '#server/platform/fair-laps.ts'
import { createPatientServer } from './patient-server.ts'

const MAX_CONNECTIONS = 3
const server = createPatientServer((_request, response) => response.end('here'), {
  laps: createFairLaps(),
  maxConnections: MAX_CONNECTIONS,
  requestTimeout: 10_000,
  keepAliveTimeout: 10_000,
})
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

async function come(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

/** What it hears; nothing where it is closed out. */
async function ask(socket: Socket): Promise<string> {
  let heard = ''
  socket.setEncoding('latin1').on('data', (piece: string) => {
    heard += piece
  })
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  await once(socket, 'close')
  return heard
}

it('has room for so many and no more, and for another one when somebody has left', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const inside = [await come(), await come(), await come()]
  expect(await ask(await come())).toBe('')
  for (const socket of inside) expect(await ask(socket)).toContain('here')
  expect(await ask(await come())).toContain('here')
})
