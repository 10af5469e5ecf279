import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface FakeAnswer {
  /** Pieces of text, one event each. */
  readonly deltas?: readonly string[]
  readonly delayMs?: number
  /** Answers with this status instead. */
  readonly status?: number
  readonly headers?: Record<string, string>
  /** What happens behind the deltas instead of a proper end. */
  readonly ending?: 'proper' | 'cut' | 'no-finish' | 'stall' | 'garbage' | 'error-object'
}

export interface FakeOpenAiServer {
  readonly baseUrl: string
  /** Bodies of the chat requests, newest last. */
  readonly requests: readonly Record<string, unknown>[]
  /** Connections the client closed before it had its answer. */
  readonly abortedCount: number
  answerWith(answer: FakeAnswer): void
  close(): Promise<void>
}

const KEY = 'test-key'
const MODELS = ['small', 'gpt-5-small']

/** A strict stand-in for an OpenAI-compatible endpoint: it refuses what the real one refuses, and fails on request. */
export async function startFakeOpenAiServer(): Promise<FakeOpenAiServer> {
  let answer: FakeAnswer = { deltas: ['Hello'] }
  const requests: Record<string, unknown>[] = []
  const state = { abortedCount: 0 }
  const server = createServer(async (request, response) => {
    response.once('close', () => {
      if (!response.writableFinished) state.abortedCount++
    })
    if (request.headers.authorization !== `Bearer ${KEY}`)
      return json(response, 401, { error: { message: 'Incorrect API key', type: 'invalid_request_error' } })
    if (request.method === 'GET' && request.url === '/v1/models')
      return json(response, 200, { object: 'list', data: MODELS.map((id) => ({ id, object: 'model' })) })
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return json(response, 404, { error: { message: 'Unknown address' } })
    const body: Record<string, unknown> = JSON.parse(await read(request))
    requests.push(body)
    if (!MODELS.includes(String(body.model)))
      return json(response, 404, { error: { message: 'The model does not exist' } })
    if (answer.status !== undefined)
      return json(response, answer.status, { error: { message: 'scripted' } }, answer.headers)
    await stream(response, answer, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`,
    requests,
    get abortedCount() {
      return state.abortedCount
    },
    answerWith: (next) => {
      answer = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const fakeOpenAiKey = KEY

async function stream(
  response: ServerResponse,
  { deltas = [], delayMs = 0, ending = 'proper' }: FakeAnswer,
  body: Record<string, unknown>,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const event = (choice: unknown, extra: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices: [choice], ...extra })}\n\n`,
    )
  event({ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null })
  response.write(': a comment\n\n')
  for (const content of deltas) {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (response.destroyed) return
    event({ index: 0, delta: { content }, finish_reason: null })
  }
  if (ending === 'stall') return
  // What was written still arrives; the end of the body never does.
  if (ending === 'cut') return void response.socket?.destroySoon()
  if (ending === 'garbage') response.write('data: {"choices":[{"delta"\n\n')
  if (ending === 'error-object')
    response.write(`data: ${JSON.stringify({ error: { message: 'overloaded', type: 'server_error' } })}\n\n`)
  if (ending === 'proper') {
    event({ index: 0, delta: {}, finish_reason: 'stop' })
    const wantsUsage = typeof body.stream_options === 'object' && body.stream_options !== null
    if (wantsUsage)
      response.write(
        `data: ${JSON.stringify({ id: 'x', choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } })}\n\n`,
      )
    response.write('data: [DONE]\n\n')
  }
  response.end()
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
