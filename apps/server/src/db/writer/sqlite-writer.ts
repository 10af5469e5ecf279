import { Worker } from 'node:worker_threads'
import type { DurableWriter, WriteUnit } from './durable-writer.ts'

export interface WriterRequest {
  readonly id: number
  readonly statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[]
}

export interface WriterAnswer {
  readonly id: number
  readonly error: { readonly message: string; readonly code: string | undefined } | null
}

interface Waiting {
  resolve(): void
  reject(error: Error): void
}

/** A worker thread with its own connection; see `sqlite-writer.worker.ts`. A thread that dies is replaced, what it had not answered fails. */
export async function createSqliteWriter(file: string): Promise<DurableWriter> {
  const waiting = new Map<number, Waiting>()
  let nextId = 1
  let isClosed = false
  let worker = await startWorker()

  async function startWorker(): Promise<Worker> {
    const started = new Worker(new URL('./sqlite-writer.worker.ts', import.meta.url), { workerData: { file } })
    await new Promise<void>((resolve, reject) => {
      started.once('message', () => resolve())
      started.once('error', reject)
    })
    started.on('message', (answers: readonly WriterAnswer[]) => settle(answers))
    // Heard here so that it doesn't end the process; `exit` follows and does the work.
    started.on('error', () => {})
    started.once('exit', onExit)
    return started
  }

  function settle(answers: readonly WriterAnswer[]): void {
    for (const { id, error } of answers) {
      const caller = waiting.get(id)
      waiting.delete(id)
      if (error === null) caller?.resolve()
      else caller?.reject(Object.assign(new Error(error.message), { code: error.code }))
    }
  }

  function onExit(): void {
    for (const caller of waiting.values())
      caller.reject(new Error('The database writer stopped before it could confirm this write'))
    waiting.clear()
    if (!isClosed)
      restarting = startWorker().then((started) => {
        worker = started
      })
  }

  let restarting: Promise<void> | null = null

  return {
    async commit(unit: WriteUnit) {
      if (isClosed) throw new Error('The database writer is closed')
      await restarting
      const id = nextId++
      return new Promise<void>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        const request: WriterRequest = { id, statements: unit.map(({ sql, parameters }) => ({ sql, parameters })) }
        worker.postMessage(request)
      })
    },
    async close() {
      isClosed = true
      await restarting
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
      worker.postMessage(null)
      await ended
    },
  }
}
