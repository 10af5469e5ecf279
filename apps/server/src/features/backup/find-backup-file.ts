import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BackupFiles, Manifest } from './backup-files.ts'

/** A backup to read: one of the data folder by its id, or a file that lies anywhere. */
export interface BackupFile {
  readonly path: string
  readonly database: Manifest['database'] | null
  /** What was written down about it; null for a file from elsewhere. */
  readonly manifest: Pick<Manifest, 'sha256' | 'tables'> | null
  /** Where its key file would lie. */
  readonly keyPath: string
}

/** Null where there is neither a backup of this id nor a file of this name. */
export async function findBackupFile(files: BackupFiles, reference: string): Promise<BackupFile | null> {
  const stored = await files.find(reference)
  if (stored)
    return {
      path: stored.path,
      database: stored.database,
      manifest: stored,
      keyPath: stored.path.replace(/\.\w+$/, '.key'),
    }
  const path = resolve(reference)
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null
  return { path, database: kindOf(path), manifest: null, keyPath: `${path}.key` }
}

/** By the first bytes: SQLite's file format 1.3, and the head of PostgreSQL's archives. */
function kindOf(path: string): Manifest['database'] | null {
  const head = Buffer.alloc(16)
  const descriptor = openSync(path, 'r')
  readSync(descriptor, head)
  closeSync(descriptor)
  if (head.toString('latin1').startsWith('SQLite format 3\0')) return 'sqlite'
  return head.toString('latin1').startsWith('PGDMP') ? 'postgresql' : null
}
