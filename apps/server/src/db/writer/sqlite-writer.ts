import { Worker } from 'node:worker_threads'
import { engineEnvironment } from '#server/platform/compile-cache.ts'
import type { DurableWriter, WriteUnit } from './durable-writer.ts'

export interface WriterRequest {
  readonly statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[]
}

/** Answers come in the order of the units. */
export interface WriterAnswer {
  readonly error: { readonly message: string; readonly code: string | undefined } | null
}

/** What it handles is small and soon gone. */
const YOUNG_GENERATION_MB = 2

interface Waiting {
  resolve(): void
  reject(error: Error): void
}

/**
 * A worker thread with its own connection; see `sqlite-writer.worker.ts`. What a thread that dies had not answered fails;
 * the next write starts another.
 */
export async function createSqliteWriter(file: string): Promise<DurableWriter> {
  const waiting: Waiting[] = []
  let running: Promise<Worker> | null = null
  let closing: Promise<void> | null = null
  await getWorker()

  function getWorker(): Promise<Worker> {
    running ??= startWorker().catch((error: unknown) => {
      running = null
      throw error
    })
    return running
  }

  async function startWorker(): Promise<Worker> {
    const started = new Worker(new URL('./sqlite-writer.worker.ts', import.meta.url), {
      workerData: { file },
      env: engineEnvironment,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    })
    await new Promise<void>((resolve, reject) => {
      started.once('message', () => resolve())
      started.once('error', reject)
      started.once('exit', () => reject(new Error('The database writer ended while it was starting')))
    })
    started.on('message', (answers: readonly WriterAnswer[]) => settle(answers))
    // Heard here so that it doesn't end the process; `exit` follows and does the work.
    started.on('error', () => {})
    started.once('exit', onExit)
    return started
  }

  function settle(answers: readonly WriterAnswer[]): void {
    for (const { error } of answers) {
      const caller = waiting.shift()
      if (error === null) caller?.resolve()
      else caller?.reject(Object.assign(new Error(error.message), { code: error.code }))
    }
  }

  function onExit(): void {
    running = null
    for (const caller of waiting.splice(0))
      caller.reject(new Error('The database writer stopped before it could confirm this write'))
  }

  async function end(): Promise<void> {
    const worker = await running?.catch(() => null)
    if (!worker) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.postMessage(null)
    await ended
  }

  return {
    async commit(unit: WriteUnit) {
      if (closing) throw new Error('The database writer is closed')
      const worker = await getWorker()
      return new Promise<void>((resolve, reject) => {
        const request: WriterRequest = { statements: unit.map(({ sql, parameters }) => ({ sql, parameters })) }
        worker.postMessage(request)
        waiting.push({ resolve, reject })
      })
    },
    close() {
      closing ??= end()
      return closing
    },
  }
}
