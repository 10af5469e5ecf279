import { Worker } from 'node:worker_threads'
import { engineEnvironment } from '#server/platform/compile-cache.ts'

/**
 * `quick_check` on a connection and a thread of its own: on a large file it takes seconds, and nobody waits for it.
 * Resolves to `ok`, or to what SQLite found.
 */
export async function checkSqliteFile(file: string): Promise<string> {
  const worker = new Worker(new URL('./check-sqlite-file.worker.ts', import.meta.url), {
    workerData: file,
    env: engineEnvironment,
  })
  return new Promise<string>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    // After an answer this is heard by nobody.
    worker.once('exit', () => reject(new Error('The checking thread ended early')))
  })
}
