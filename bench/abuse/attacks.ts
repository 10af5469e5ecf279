import { request } from 'node:http'
import { addressOf, holdSockets } from './raw-sockets.ts'
import type { Target } from './victim.ts'

export type Attack = (target: Target, signal: AbortSignal) => Promise<unknown>

const BODY_CHARACTERS = 250_000
const LOOPS = 8
const STREAMS = 1_000
const LOGIN_LOOPS = 60

/** Everything stays on this machine, is bounded in number, and ends with the signal. */
export const attacks: Readonly<Record<string, Attack>> = {
  'JSON 120,000 levels deep': (target, signal) =>
    repeat(target, { body: '['.repeat(BODY_CHARACTERS / 2) + ']'.repeat(BODY_CHARACTERS / 2), signal }),
  'arrays of 60,000 items': (target, signal) => {
    const phrasings = Array.from({ length: BODY_CHARACTERS / 4 - 50 }, () => 'a')
    return repeat(target, { body: JSON.stringify({ question: 'a', answer: 'b', phrasings }), signal })
  },
  '500 sockets with slow headers': ({ port }, signal) =>
    holdSockets({ port, count: 500, first: 'GET / HTTP/1.1\r\nHost: x\r\n', drip: 'x-a: b\r\n', reads: true }, signal),
  '300 sockets with slow bodies': ({ port, token }, signal) =>
    holdSockets(
      { port, count: 300, first: head('POST', '/admin/faq/entries', token, 200_000), drip: ' ', reads: true },
      signal,
    ),
  '300 streams that nobody reads': ({ port, token }, signal) =>
    holdSockets({ port, count: 300, first: head('GET', '/admin/events', token, 0), drip: '', reads: false }, signal),
  '2,000 idle sockets': ({ port }, signal) =>
    holdSockets({ port, count: 2_000, first: '', drip: '', reads: true }, signal),
  '1,000 answers at once': thousandAnswers,
  // What the first left behind would stand on top of this.
  '1,000 answers at once, again': thousandAnswers,
  '1,000 answers at once, a third time': thousandAnswers,
  'a flood of log-ins': async (target, signal) => {
    await Promise.all(Array.from({ length: LOGIN_LOOPS }, (_, index) => guess(target, index, signal)))
  },
}

async function thousandAnswers(target: Target, signal: AbortSignal): Promise<void> {
  await Promise.all(Array.from({ length: STREAMS }, () => oneAnswer(target, signal)))
}

function head(method: string, path: string, token: string, length: number): string {
  const body = length > 0 ? `content-type: application/json\r\ncontent-length: ${length}\r\n` : ''
  return `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n${body}\r\n`
}

async function repeat(target: Target, { body, signal }: { body: string; signal: AbortSignal }): Promise<void> {
  const loop = async () => {
    while (!signal.aborted) await send(target, { path: '/admin/faq/entries', body, signal })
  }
  await Promise.all(Array.from({ length: LOOPS }, loop))
}

async function oneAnswer(target: Target, signal: AbortSignal): Promise<void> {
  const made = await send(target, { path: '/admin/chat/sessions', body: '{}', signal })
  const id = /"id":"([0-9a-f-]{36})"/.exec(made)?.[1]
  if (id) await send(target, { path: `/admin/chat/sessions/${id}/stream`, body: '{"content":"Расскажи"}', signal })
}

/** From as many addresses as there are loops, each with another name every time. */
async function guess(target: Target, index: number, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    const body = JSON.stringify({ name: `anna${index}-${attempt}`, password: 'wrong password' })
    const localAddress = addressOf((index * 131 + attempt) % 20_000)
    await send(target, { path: '/admin/auth/login', body, signal, localAddress })
  }
}

interface Sent {
  readonly path: string
  readonly body: string
  readonly signal: AbortSignal
  readonly localAddress?: string
}

/** The text of the answer; what breaks off was not answered. */
function send({ port, token }: Target, { path, body, signal, localAddress }: Sent): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, connection: 'close' }
    const from = localAddress === undefined ? {} : { localAddress }
    const call = request({ host: '127.0.0.1', port, path, method: 'POST', headers, signal, ...from }, (response) => {
      let text = ''
      response.on('data', (piece: Buffer) => {
        if (text.length < 1_000) text += piece.toString('utf8')
      })
      response.once('close', () => resolve(text))
    })
    call.once('error', () => resolve(''))
    call.end(body)
  })
}
