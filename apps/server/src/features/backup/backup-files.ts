import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BackupKind, backupKinds } from '@secretary/contracts/backup.contract'
import * as z from 'zod'
import { errorCodeOf } from '#server/db/dialects/error-code-of.ts'
import { newId } from '#server/platform/ids.ts'
import { resolveInside } from '#server/platform/resolve-inside.ts'

/** What is written down beside a backup when it is made. */
const Manifest = z.object({
  kind: z.enum(backupKinds),
  database: z.enum(['sqlite', 'postgresql']),
  createdAt: z.string(),
  verifiedAt: z.string().nullable(),
  /** Of the program that made it. */
  version: z.string(),
  sha256: z.string().nullable(),
  /** Rows by table. */
  tables: z.record(z.string(), z.number().int()).nullable(),
})
export type Manifest = z.infer<typeof Manifest>

export interface StoredBackup extends Manifest {
  readonly id: string
  readonly path: string
  readonly sizeBytes: number
  readonly hasKey: boolean
}

export interface BegunBackup {
  readonly id: string
  /** Where its file is written. */
  readonly unfinishedPath: string
}

export interface BackupFiles {
  prepare(): Promise<void>
  /** Newest first. */
  list(): Promise<StoredBackup[]>
  /** Null for an id nobody has, and for anything that is no id. */
  find(id: string): Promise<StoredBackup | null>
  /** A name for a new one. Nothing is a backup before `keep`. */
  begin(): BegunBackup
  /** Makes the finished file a backup, at once and whole. */
  keep(begun: BegunBackup, manifest: Manifest): Promise<StoredBackup>
  /** What was begun leaves nothing behind. */
  discard(begun: BegunBackup): Promise<void>
  note(backup: StoredBackup, change: Partial<Manifest>): Promise<void>
  keepKey(backup: StoredBackup, keyFile: string): Promise<void>
  remove(backup: StoredBackup): Promise<void>
  /** Takes away what processes that died left unfinished. */
  sweep(): Promise<void>
}

const extensions = { sqlite: '.db', postgresql: '.dump' } as const
/** Ours, or the copy that is made before a migration. */
const idPattern = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|before-\w{1,100})$/

/** Backups are files in the data folder, with a note beside each: a restored database doesn't change which there are. */
export function createBackupFiles(folder: string): BackupFiles {
  const pathOf = (id: string, extension: string) => {
    const path = idPattern.test(id) ? resolveInside(folder, `${id}${extension}`) : null
    if (path === null) throw new Error('No id of a backup')
    return path
  }
  const noteOf = (id: string) => pathOf(id, '.json')
  const keyOf = (id: string) => pathOf(id, '.key')

  async function find(id: string): Promise<StoredBackup | null> {
    if (!idPattern.test(id)) return null
    for (const database of ['sqlite', 'postgresql'] as const) {
      const path = pathOf(id, extensions[database])
      const stats = await lstat(path).catch(() => null)
      if (!stats?.isFile()) continue
      const manifest = (await readManifest(noteOf(id))) ?? unwritten(id, database, stats.mtime)
      const hasKey = (await lstat(keyOf(id)).catch(() => null))?.isFile() ?? false
      return { ...manifest, id, path, sizeBytes: stats.size, hasKey }
    }
    return null
  }

  return {
    async list() {
      const names = await readdir(folder).catch((error: unknown) => {
        if (errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'ENOTDIR') return []
        throw error
      })
      const ids = names.flatMap((name) => /^(.*)\.(?:db|dump)$/.exec(name)?.[1] ?? [])
      const found = await Promise.all(ids.map(find))
      return found
        .filter((backup) => backup !== null)
        .sort((left, right) => right.createdAt.localeCompare(left.createdAt))
    },
    find,
    async prepare() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
    },
    begin() {
      const id = newId()
      return { id, unfinishedPath: join(folder, `${id}.${process.pid}.unfinished`) }
    },
    async keep({ id, unfinishedPath }, manifest) {
      await writeWhole(noteOf(id), JSON.stringify(manifest, null, 2))
      const path = pathOf(id, extensions[manifest.database])
      await rename(unfinishedPath, path)
      await rename(`${unfinishedPath}-wal`, `${path}-wal`).catch(() => {}) // Only a damaged database has one.
      await syncFolder(folder)
      const { size } = await lstat(path)
      return { ...manifest, id, path, sizeBytes: size, hasKey: false }
    },
    async discard({ id, unfinishedPath }) {
      // Where it was kept in the meantime, its note stays with it.
      const notes = (await find(id)) === null ? [noteOf(id)] : []
      const leftovers = [unfinishedPath, `${unfinishedPath}-journal`, `${unfinishedPath}-wal`, ...notes]
      // Where even this fails the folder itself is broken, and the failure before has said so.
      await Promise.all(leftovers.map((file) => rm(file, { force: true }).catch(() => {})))
    },
    async note({ id, path: _, sizeBytes: __, hasKey: ___, ...manifest }, change) {
      await writeWhole(noteOf(id), JSON.stringify({ ...manifest, ...change }, null, 2))
    },
    async keepKey({ id }, keyFile) {
      await copyFile(keyFile, keyOf(id), constants.COPYFILE_EXCL)
    },
    async remove({ id, path }) {
      // The file first: a note alone is no backup.
      await rm(path, { force: true })
      await Promise.all([`${path}-wal`, noteOf(id), keyOf(id)].map((file) => rm(file, { force: true })))
    },
    async sweep() {
      for (const name of await readdir(folder).catch(() => [])) {
        const pid = /\.(\d+)\.unfinished$/.exec(name)?.[1]
        if (pid !== undefined && Number(pid) !== process.pid && !isAlive(Number(pid)))
          await rm(join(folder, name), { force: true })
      }
    },
  }
}

/** The copy before a migration carries no note; a note that is lost or damaged costs its backup nothing but its kind. */
function unwritten(id: string, database: Manifest['database'], at: Date): Manifest {
  const kind: BackupKind = id.startsWith('before-') ? 'update' : 'manual'
  return { kind, database, createdAt: at.toISOString(), verifiedAt: null, version: '', sha256: null, tables: null }
}

async function readManifest(path: string): Promise<Manifest | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return Manifest.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}.${process.pid}.unfinished`
  try {
    const file = await open(aside, 'wx', 0o600)
    try {
      await file.writeFile(`${text}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

/** Makes a rename survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCodeOf(error) === 'EPERM'
  }
}
