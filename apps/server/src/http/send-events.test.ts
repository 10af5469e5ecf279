import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '#server/platform/app-error.ts'
import { clientCancellation } from './client-cancellation.ts'
import { type SendEventsOptions, type ServerEvent, sendEvents } from './send-events.ts'

let app: FastifyInstance | null = null
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await app?.close()
})

type Source = (signal: AbortSignal) => AsyncGenerator<ServerEvent>

/** The stream of a server whose one route sends this, piece by piece. */
async function read(source: Source, options: Partial<SendEventsOptions> = {}): Promise<() => Promise<string | null>> {
  app = fastify({ forceCloseConnections: true })
  app.get('/', async (_request, reply) => {
    const signal = options.signal ?? clientCancellation(reply).signal
    await sendEvents(reply, source(signal), { signal, ...options })
    return reply
  })
  const response = await fetch(await app.listen({ port: 0, host: '127.0.0.1' }))
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return async () => (await reader?.read())?.value ?? null
}

async function* silent(signal: AbortSignal): AsyncGenerator<ServerEvent> {
  yield { data: 'begun' }
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

it('says every fifteen seconds that it is still there, for whoever stands between', async () => {
  const next = await read(silent)
  let opening = ''
  while (!opening.endsWith('data: begun\n\n')) opening += await next()
  expect(opening).toBe(': open\n\ndata: begun\n\n')
  for (let beat = 0; beat < 3; beat++) {
    vi.advanceTimersByTime(14_999)
    vi.advanceTimersByTime(1)
    expect(await next()).toBe(': still here\n\n')
  }
})

it('says nothing between the events where comments are not wanted', async () => {
  const gate = Promise.withResolvers<void>()
  const next = await read(
    async function* () {
      yield { data: 1 }
      await gate.promise
      yield { data: 2 }
    },
    { isBare: true },
  )
  expect(await next()).toBe('data: 1\n\n')
  vi.advanceTimersByTime(60_000)
  gate.resolve()
  expect(await next()).toBe('data: 2\n\n')
  expect(await next()).toBeNull()
})

it('ends with a last word where a rule of ours ends it, and without one where nothing was said against it', async () => {
  for (const reason of [new AppError('not_authenticated'), undefined]) {
    const controller = new AbortController()
    const farewell = ({ code }: AppError) => ({ data: code })
    const next = await read(silent, { isBare: true, signal: controller.signal, farewell })
    expect(await next()).toBe('data: begun\n\n')
    controller.abort(reason)
    expect(await next()).toBe(reason ? 'data: not_authenticated\n\n' : null)
    await app?.close()
  }
})
