import { pino } from 'pino'
import { afterEach, expect, it, vi } from 'vitest'
import type { EchoRequest } from './echo-process.fixture.ts'
import { createSupervisedProcess, type SupervisedOptions, type SupervisedProcess } from './supervised-process.ts'

const fixture = (name: string) => new URL(`./${name}-process.fixture.ts`, import.meta.url)
const opened: SupervisedProcess[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((supervised) => supervised.close()))
})

function supervise(changes: Partial<SupervisedOptions> = {}): SupervisedProcess {
  const supervised = createSupervisedProcess({
    name: 'echo',
    entry: fixture('echo'),
    idleStopMs: 60_000,
    memoryCapMb: 400,
    startTimeoutMs: 20_000,
    logger: pino({ level: 'silent' }),
    ...changes,
  })
  opened.push(supervised)
  return supervised
}

async function ask(supervised: SupervisedProcess, request: EchoRequest) {
  const parts: unknown[] = []
  for await (const part of supervised.request(request, { signal: new AbortController().signal })) parts.push(part)
  return parts
}

const pidOf = async (supervised: SupervisedProcess) => Number((await ask(supervised, { do: 'pid' }))[0])
const hasEnded = (pid: number) => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}
const untilEnded = (pid: number) => vi.waitUntil(() => hasEnded(pid), { timeout: 10_000, interval: 5 })

it('stops when nobody asked for anything, and starts again on request; neither is a failure', async () => {
  const supervised = supervise({ idleStopMs: 1 })
  const first = await pidOf(supervised)
  await untilEnded(first)
  expect(supervised.health()).toMatchObject({ state: 'stopped', restarts: 0 })
  expect(await pidOf(supervised)).not.toBe(first)
})

it('answers a request that comes while it is being stopped', async () => {
  const supervised = supervise({ idleStopMs: 1 })
  const first = await pidOf(supervised)
  await vi.waitUntil(() => supervised.health().state === 'stopped', { interval: 1 })
  expect(await pidOf(supervised)).not.toBe(first)
  await untilEnded(first)
})

it('is not stopped while it works', async () => {
  const supervised = supervise({ idleStopMs: 1 })
  const controller = new AbortController()
  const parts = supervised.request({ do: 'wait' } satisfies EchoRequest, { signal: controller.signal })
  const iterator = parts[Symbol.asyncIterator]()
  await iterator.next()
  // A timer that is set later for the same time fires behind the one that would have stopped it.
  await new Promise((resolve) => setTimeout(resolve, 1))
  expect(supervised.health().state).toBe('running')
  controller.abort()
  await iterator.next().catch(() => {})
})

it('fails what it was asked when it crashes, comes back at once the first time, then after growing pauses', async () => {
  let nowMs = 1_000_000
  const supervised = supervise({ now: () => nowMs })
  const crash = () => expect(ask(supervised, { do: 'crash' })).rejects.toThrow('in the middle of its work')
  await crash()
  await crash()
  await expect(ask(supervised, { do: 'pid' })).rejects.toThrow('about to be started again')
  nowMs += 500
  await crash()
  nowMs += 999
  await expect(ask(supervised, { do: 'pid' })).rejects.toThrow('about to be started again')
  nowMs += 1
  expect(await pidOf(supervised)).toBeGreaterThan(0)
  expect(supervised.health().restarts).toBe(3)
})

it('fails every request that was open when it crashes', async () => {
  const supervised = supervise()
  const answers = await Promise.allSettled([
    ask(supervised, { do: 'echo', parts: ['before'] }),
    ask(supervised, { do: 'crash' }),
    ask(supervised, { do: 'echo', parts: ['behind'] }),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
})

it('that leaves by itself in the middle of a request has failed', async () => {
  await expect(ask(supervise(), { do: 'leave' })).rejects.toThrow('in the middle of its work')
})

it('that never says it is ready is given up, and ended', async () => {
  const supervised = supervise({ entry: fixture('silent'), startTimeoutMs: 300 })
  await expect(ask(supervised, { do: 'pid' })).rejects.toThrow('did not start in time')
  await vi.waitUntil(() => supervised.health().state === 'stopped')
  expect(supervised.health().restarts).toBe(1)
})

it('that is not there fails its requests, and its last words are kept', async () => {
  const supervised = supervise({ entry: fixture('no-such') })
  await expect(ask(supervised, { do: 'pid' })).rejects.toThrow('while it was starting')
  await vi.waitUntil(() => supervised.health().log.some((line) => line.includes('no-such-process')))
})

it('is ended when it holds more memory than it may', async () => {
  const supervised = supervise({ memoryCapMb: 150, watchIntervalMs: 20 })
  await expect(ask(supervised, { do: 'swell', megabytes: 300 })).rejects.toThrow('in the middle of its work')
})

it('is ended when it answers no ping for too long, and only then', async () => {
  const supervised = supervise({ watchIntervalMs: 20, pingTimeoutMs: 400 })
  const first = await pidOf(supervised)
  await expect(ask(supervised, { do: 'hang' })).rejects.toThrow('in the middle of its work')
  expect(hasEnded(first)).toBe(true)
  expect(await pidOf(supervised)).not.toBe(first)
})

it('ends with its supervisor, and answers nothing after', async () => {
  const supervised = supervise()
  const pid = await pidOf(supervised)
  await supervised.close()
  expect(hasEnded(pid)).toBe(true)
  expect(supervised.health().state).toBe('closed')
  await expect(ask(supervised, { do: 'pid' })).rejects.toThrow('shut down')
  await supervised.close()
})

it('ends with its supervisor also when it does not listen any more', async () => {
  const supervised = supervise({ closeTimeoutMs: 50 })
  const pid = await pidOf(supervised)
  const iterator = supervised
    .request({ do: 'hang' } satisfies EchoRequest, { signal: new AbortController().signal })
    [Symbol.asyncIterator]()
  await iterator.next()
  const open = iterator.next().catch((error: unknown) => error)
  await supervised.close()
  expect(hasEnded(pid)).toBe(true)
  expect(await open).toBeInstanceOf(Error)
})

it('ends with its supervisor also while it is still starting', async () => {
  const supervised = supervise({ entry: fixture('silent') })
  const answer = ask(supervised, { do: 'pid' }).catch((error: unknown) => error)
  await vi.waitUntil(() => supervised.health().state === 'starting')
  await supervised.close()
  expect(await answer).toBeInstanceOf(Error)
})
