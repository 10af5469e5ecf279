import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface VendorRequest {
  readonly headers: IncomingMessage['headers']
  /** As it came. */
  readonly raw: string
  readonly body: Record<string, unknown>
  /** Of the connection it came by. */
  readonly socketNumber: number
}

type Script = (response: ServerResponse, request: VendorRequest) => void | Promise<void>

export interface ScriptedVendor {
  readonly baseUrl: string
  readonly requests: readonly VendorRequest[]
  /** So far; the next connection is one more. */
  readonly connectionCount: number
  /** Resolves when a client has closed a connection before its answer was whole. */
  nextHangUp(): Promise<void>
  /** What happens with the requests from now on. */
  play(script: Script): void
  closeIdleConnections(): void
  close(): Promise<void>
}

/** An endpoint that does what the test says, byte by byte. */
export async function startScriptedVendor(): Promise<ScriptedVendor> {
  let script: Script = (response) => void response.writeHead(500).end()
  const requests: VendorRequest[] = []
  const hangUps: (() => void)[] = []
  const sockets = new Map<Socket, number>()
  const server = createServer(async (request, response) => {
    response.once('close', () => {
      if (!response.writableFinished) for (const tell of hangUps.splice(0)) tell()
    })
    const raw = await read(request)
    const seen: VendorRequest = {
      headers: request.headers,
      raw,
      body: parse(raw),
      socketNumber: sockets.get(request.socket) ?? 0,
    }
    requests.push(seen)
    await script(response, seen)
  })
  server.on('connection', (socket) => void sockets.set(socket, sockets.size + 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`,
    requests,
    get connectionCount() {
      return sockets.size
    },
    nextHangUp: () => new Promise<void>((resolve) => hangUps.push(resolve)),
    play(next) {
      script = next
      requests.length = 0
    },
    closeIdleConnections: () => server.closeIdleConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A good answer in one piece. */
export function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export function beginStream(response: ServerResponse): (data: unknown) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  return (data) => void response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
}

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'vendor-model' }
export const delta = (content: string, extra: object = {}) => ({
  ...head,
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
  ...extra,
})
export const finish = { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
export const usageEvent = {
  ...head,
  choices: [],
  usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 },
}
export const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'vendor-model',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 },
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function parse(raw: string): Record<string, unknown> {
  try {
    return JSON.parse(raw)
  } catch {
    // The list of models is asked for without a body.
    return {}
  }
}
