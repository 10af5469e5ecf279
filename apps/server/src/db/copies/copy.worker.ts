import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { openSqliteFile } from '#server/db/dialects/open-sqlite-file.ts'
import type { CheckedCopy, CopyContents } from './copy-contents.ts'
import { asCopyError, CopyError } from './copy-error.ts'
import type { CopyAnswer, CopyTask } from './copy-in-worker.ts'
import { readPostgresCopy, writePostgresCopy } from './postgres-copy.ts'
import type { PostgresPrograms } from './postgres-programs.ts'
import { readSqliteCopy, writeSqliteCopy } from './sqlite-copy.ts'

const CHUNK_BYTES = 1024 ** 2

const task = workerData as CopyTask // Given by copy-in-worker.ts, the only one who starts this thread.
const answer: CopyAnswer = await run().then(
  (copy) => ({ copy }),
  (error: unknown) => {
    const { reason, message } = asCopyError(error)
    return { failure: { reason, message } }
  },
)
parentPort?.postMessage(answer)

async function run(): Promise<CheckedCopy> {
  if (task.source) await write(task.source)
  parentPort?.postMessage('checking')
  return { ...(await read()), sizeBytes: statSync(task.file).size, sha256: hashOf(task.file) }
}

async function write(source: NonNullable<CopyTask['source']>): Promise<void> {
  if (source.kind === 'postgresql') return writePostgresCopy(source.url, task.file, programs())
  const database = openSqliteFile(source.file)
  try {
    writeSqliteCopy(database, task.file)
  } finally {
    database.close()
  }
}

async function read(): Promise<CopyContents> {
  return task.kind === 'postgresql' ? readPostgresCopy(task.file, programs()) : readSqliteCopy(task.file)
}

function programs(): PostgresPrograms {
  if (task.programs) return task.programs
  throw new CopyError('program-missing', 'pg_dump, pg_restore and psql are not installed on this machine')
}

function hashOf(file: string): string {
  const hash = createHash('sha256')
  const chunk = Buffer.alloc(CHUNK_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk))
      hash.update(chunk.subarray(0, length))
  } finally {
    closeSync(descriptor)
  }
  return hash.digest('hex')
}
