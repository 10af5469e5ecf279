import { Worker } from 'node:worker_threads'
import type { DatabaseSource } from '#server/db/database-source.ts'
import { engineEnvironment } from '#server/platform/compile-cache.ts'
import type { CheckedCopy } from './copy-contents.ts'
import { CopyError, type CopyFailure } from './copy-error.ts'
import type { PostgresPrograms } from './postgres-programs.ts'

export interface CopyTask {
  /** What is copied; absent where an existing copy is only checked. */
  readonly source?: DatabaseSource
  /** Where the copy goes, or lies. */
  readonly file: string
  readonly kind: DatabaseSource['kind']
  readonly programs: PostgresPrograms | null
}

export type CopyAnswer =
  | { readonly copy: CheckedCopy }
  | { readonly failure: { readonly reason: CopyFailure; readonly message: string } }

/**
 * Makes a copy, or checks one, on a thread with a connection of its own: the event loop goes on meanwhile.
 * @throws CopyError `cancelled` on abort, otherwise what went wrong; a file that was begun is left to the caller to remove
 */
export async function copyInWorker(
  task: CopyTask,
  options: { signal: AbortSignal; onChecking?: () => void },
): Promise<CheckedCopy> {
  const { signal } = options
  const worker = new Worker(new URL('./copy.worker.ts', import.meta.url), { workerData: task, env: engineEnvironment })
  const onAbort = () => void worker.terminate()
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    return await new Promise<CheckedCopy>((resolve, reject) => {
      worker.on('message', (message: CopyAnswer | 'checking') => {
        if (message === 'checking') options.onChecking?.()
        else if ('copy' in message) resolve(message.copy)
        else reject(new CopyError(message.failure.reason, message.failure.message))
      })
      worker.once('error', (error: unknown) => reject(error))
      // After the answer this is heard by nobody.
      worker.once('exit', () =>
        reject(
          signal.aborted
            ? new CopyError('cancelled', 'The copy was cancelled')
            : new CopyError('failed', 'The copying thread ended early'),
        ),
      )
    })
  } finally {
    signal.removeEventListener('abort', onAbort)
    await worker.terminate()
  }
}
