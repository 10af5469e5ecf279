import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EchoRequest } from './echo-process.fixture.ts'
import { createSupervisedProcess, type SupervisedOptions, type SupervisedProcess } from './supervised-process.ts'

const echo = new URL('./echo-process.fixture.ts', import.meta.url)
const opened: SupervisedProcess[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((supervised) => supervised.close()))
})

function supervise(changes: Partial<SupervisedOptions> = {}): SupervisedProcess {
  const supervised = createSupervisedProcess({
    name: 'echo',
    entry: echo,
    idleStopMs: 60_000,
    memoryCapMb: 400,
    startTimeoutMs: 20_000,
    logger: pino({ level: 'silent' }),
    ...changes,
  })
  opened.push(supervised)
  return supervised
}

async function ask(supervised: SupervisedProcess, request: EchoRequest, signal = new AbortController().signal) {
  const parts: unknown[] = []
  for await (const part of supervised.request(request, { signal })) parts.push(part)
  return parts
}

const pidOf = async (supervised: SupervisedProcess) => Number((await ask(supervised, { do: 'pid' }))[0])

describe('a supervised process', () => {
  it('starts with the first request and answers all in one process, in order', async () => {
    const supervised = supervise()
    expect(supervised.health()).toMatchObject({ state: 'stopped', residentMb: null, restarts: 0 })
    const [first, second] = await Promise.all([pidOf(supervised), pidOf(supervised)])
    expect(first).toBe(second)
    expect(supervised.health()).toMatchObject({ state: 'running', residentMb: expect.any(Number), restarts: 0 })
    const parts = [new Int16Array([1, -2, 32_767]), 'Ёлка 🙂', { deep: [null, true] }]
    expect(await ask(supervised, { do: 'echo', parts })).toEqual(parts)
  })

  it('gives each of many requests its own parts', async () => {
    const supervised = supervise()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(supervised, { do: 'echo', parts: [index, `${index}`] })),
    )
    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => [index, `${index}`]))
  })

  it('is handed nothing of the environment', async () => {
    process.env.SUPERVISOR_TEST_SECRET = 'hunter2'
    const [environment] = await ask(supervise({ env: { NAMED: 'yes' } }), { do: 'environment' })
    delete process.env.SUPERVISOR_TEST_SECRET
    expect(environment).toMatchObject({ NAMED: 'yes' })
    expect(JSON.stringify(environment)).not.toContain('hunter2')
  })

  it('fails one request with its error and goes on', async () => {
    const supervised = supervise()
    await expect(ask(supervised, { do: 'fail' })).rejects.toMatchObject({
      name: 'ProviderError',
      message: 'It was told to fail',
    })
    expect(await ask(supervised, { do: 'echo', parts: [1] })).toEqual([1])
    expect(supervised.health().restarts).toBe(0)
  })

  it('keeps the last lines it printed, none of them endless', async () => {
    const supervised = supervise()
    await ask(supervised, { do: 'print', lines: 250 })
    const has = (start: string) => supervised.health().log.some((line) => line.startsWith(start))
    // The two streams come each at its own pace.
    await vi.waitUntil(() => has('the last one') && has('line 250'))
    const { log } = supervised.health()
    expect([log.length, has('line 1 ')]).toEqual([200, false])
    expect(Math.max(...log.map((line) => line.length))).toBe(500)
  })
})

describe('an abort', () => {
  it('ends the request at once, and the process goes on with the next', async () => {
    const supervised = supervise()
    const controller = new AbortController()
    const parts = supervised.request({ do: 'wait' } satisfies EchoRequest, { signal: controller.signal })
    const iterator = parts[Symbol.asyncIterator]()
    expect((await iterator.next()).value).toBe('waiting')
    const next = iterator.next()
    controller.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
    expect(await ask(supervised, { do: 'echo', parts: [1] })).toEqual([1])
  })

  it('does not wait for a process that is still starting', async () => {
    const supervised = supervise({ entry: new URL('./silent-process.fixture.ts', import.meta.url) })
    const controller = new AbortController()
    const answer = ask(supervised, { do: 'pid' }, controller.signal)
    await vi.waitUntil(() => supervised.health().state === 'starting')
    controller.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
  })

  it('that came before asks nothing', async () => {
    const supervised = supervise()
    await expect(ask(supervised, { do: 'pid' }, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
    expect(supervised.health().state).toBe('stopped')
  })

  it('is meant by a reader that stops early', async () => {
    const supervised = supervise()
    for await (const part of supervised.request({ do: 'wait' } satisfies EchoRequest, {
      signal: new AbortController().signal,
    })) {
      expect(part).toBe('waiting')
      break
    }
    // It waits until it is cancelled; without that it would never come to the next.
    expect(await ask(supervised, { do: 'echo', parts: [1] })).toEqual([1])
  })
})
