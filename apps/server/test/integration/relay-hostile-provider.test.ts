import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { connectProvider } from '#server-test/support/connect-provider.ts'
import { type ErrorBody, type OpenAiClient, openAiClient } from '#server-test/support/openai-client.ts'

const good = '{"choices":[1,2]}'
const json = 'content-type: application/json'
const [unreachable, unreadable, brokeOff] = ['provider_unreachable', 'provider_unreadable', 'provider_broke_off']

/** What a provider may put on the wire, and what its client is told: the code of the error, or null for the answer. */
const answers: Readonly<Record<string, { wire: string; code: string | null }>> = {
  'hints before the answer': {
    wire: `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 17\r\n\r\n${good}`,
    code: null,
  },
  'an answer of HTTP/1.0': { wire: `HTTP/1.0 200 OK\r\n${json}\r\n\r\n${good}`, code: null },
  'an end that is told by closing': {
    wire: `HTTP/1.1 200 OK\r\n${json}\r\nconnection: close\r\n\r\n${good}`,
    code: null,
  },
  'less than it promised': { wire: `HTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 100\r\n\r\n${good}`, code: brokeOff },
  'a chunk that is none': {
    wire: `HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n${good}`,
    code: brokeOff,
  },
  'two lengths at once': {
    wire: `HTTP/1.1 200 OK\r\n${json}\r\ncontent-length: 17\r\ntransfer-encoding: chunked\r\n\r\n11\r\n${good}\r\n0\r\n\r\n`,
    code: unreadable,
  },
  'another language': { wire: 'SSH-2.0-OpenSSH_9.2\r\n\r\n', code: unreadable },
  nothing: { wire: '', code: unreachable },
  'a head without end': {
    wire: `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}\r\ncontent-length: 0\r\n\r\n`,
    code: unreadable,
  },
  'an answer without a body': { wire: 'HTTP/1.1 204 No Content\r\n\r\n', code: unreadable },
  'a way to another place': {
    wire: 'HTTP/1.1 307 Temporary Redirect\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n',
    code: 'provider_failed',
  },
}

describe('a provider that does not keep to the protocol', () => {
  let app: TestApp
  let client: OpenAiClient
  let server: Server
  let wire = ''

  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(wire))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    app = await startTestApp()
    client = await openAiClient(app)
    const { port } = server.address() as AddressInfo // Listening on a port, not on a path.
    await connectProvider(app, { name: 'Odd', baseUrl: `http://127.0.0.1:${port}/v1` })
  })
  afterAll(async () => {
    await app.close()
    server.close()
  })

  it.each(Object.entries(answers))('%s is told or passed on, never a hang', async (_, { wire: sent, code }) => {
    wire = sent
    const response = await client.chat({ model: 'odd/m', messages: [{ role: 'user', content: 'Hi' }] })
    const body = await response.text()
    if (code === null) expect([response.status, body]).toEqual([200, good])
    else {
      expect(response.status).toBe(502)
      expect((JSON.parse(body) as ErrorBody).error.code).toBe(code)
    }
  })
})
