import { expect, test } from 'vitest'
import { runWorker, type WorkerRun } from './run-worker.ts'
import { sampleFields } from './sample-fields.fixture.ts'
import type { TableWorkerInput, TableWorkerMessage } from './table-protocol.ts'

const input: TableWorkerInput = {
  bytes: Buffer.from('вопрос;ответ\n'.repeat(40_000)),
  plan: { hint: { format: 'csv' }, fields: sampleFields },
}
const run = (changes: Partial<WorkerRun>) =>
  runWorker<TableWorkerMessage>({
    entry: new URL('./table-worker.ts', import.meta.url),
    input,
    timeLimitMs: 60_000,
    memoryLimitMb: 256,
    signal: new AbortController().signal,
    ...changes,
  })

async function consume(changes: Partial<WorkerRun>): Promise<string[]> {
  const types: string[] = []
  for await (const { message, reply } of run(changes)) {
    types.push(message.type)
    if (message.type === 'end') break
    reply('next')
  }
  return types
}

test('records come in batches, each when it is asked for', async () => {
  const types = await consume({})
  expect(types[0]).toBe('head')
  expect(types.at(-1)).toBe('end')
  expect(types.filter((type) => type === 'records').length).toBeGreaterThan(10)
})

test('a thread that takes too long is ended', async () => {
  await expect(consume({ timeLimitMs: 1 })).rejects.toMatchObject({
    name: 'ImportError',
    code: 'took_too_long',
    limit: 1,
  })
})

test('a thread that needs too much memory is ended', async () => {
  await expect(consume({ memoryLimitMb: 8 })).rejects.toMatchObject({ name: 'ImportError', code: 'table_too_large' })
})

test('an abort in the middle ends the thread with its reason', async () => {
  const controller = new AbortController()
  const messages = run({ signal: controller.signal })
  await messages.next()
  controller.abort(new Error('left'))
  await expect(messages.next()).rejects.toThrow('left')
})

test('a thread that fails to start is an error, not a silence', async () => {
  await expect(consume({ entry: new URL('./no-such-worker.ts', import.meta.url) })).rejects.toThrow('no-such-worker')
})
