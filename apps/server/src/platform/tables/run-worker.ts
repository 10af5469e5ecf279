import { on } from 'node:events'
import { type Transferable, Worker } from 'node:worker_threads'
import { engineEnvironment } from '#server/platform/compile-cache.ts'
import { ImportError } from './import-error.ts'

export type WorkerRun = {
  entry: URL
  input: unknown
  transfer?: Transferable[]
  timeLimitMs: number
  memoryLimitMb: number
  signal: AbortSignal
}

/**
 * Starts a worker thread and yields its messages; `reply` answers it. The thread knows nothing of our environment, is
 * ended when the reader stops, the signal aborts or the time is over, and may not take more memory than it is given.
 * @throws ImportError `took_too_long` or `table_too_large`; the signal's reason on abort.
 */
export async function* runWorker<Message>(
  run: WorkerRun,
): AsyncGenerator<{ message: Message; reply(value: unknown): void }> {
  run.signal.throwIfAborted()
  const deadline = AbortSignal.timeout(run.timeLimitMs)
  const worker = new Worker(run.entry, {
    workerData: run.input,
    transferList: run.transfer ?? [],
    env: engineEnvironment,
    argv: [],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: run.memoryLimitMb, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  })
  const exited = new Promise<number>((resolve) => worker.once('exit', resolve))
  const reply = (value: unknown) => worker.postMessage(value)
  try {
    const messages = on(worker, 'message', { signal: AbortSignal.any([run.signal, deadline]), close: ['exit'] })
    // `on` yields the arguments of the event; a worker's message is the only one.
    for await (const [message] of messages) yield { message: message as Message, reply }
    throw new Error(`Worker ended early with code ${await exited}`)
  } catch (error) {
    run.signal.throwIfAborted()
    if (deadline.aborted) throw new ImportError('took_too_long', { limit: run.timeLimitMs, cause: error })
    if (isOutOfMemory(error)) throw new ImportError('table_too_large', { cause: error })
    throw error
  } finally {
    await worker.terminate()
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
