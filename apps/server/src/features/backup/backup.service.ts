import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type {
  Backup,
  BackupKind,
  BackupProblem,
  BackupStatus,
  RunningBackup,
} from '@secretary/contracts/backup.contract'
import type { Logger } from 'pino'
import { asCopyError, CopyError } from '#server/db/copies/copy-error.ts'
import { copyInWorker } from '#server/db/copies/copy-in-worker.ts'
import type { PostgresPrograms } from '#server/db/copies/postgres-programs.ts'
import type { DatabaseSource } from '#server/db/database-source.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import { version } from '#server/platform/version.ts'
import type { BackupFiles, BegunBackup, StoredBackup } from './backup-files.ts'
import { checkBackupFile } from './check-backup-file.ts'

/** A file system that is filled to the last byte by a backup would stop the secretary itself. */
const SPARE_BYTES = 16 * 1024 ** 2
const PROGRESS_INTERVAL_MS = 500
const OVERDUE_MS = 50 * 3_600_000

export interface BackupCheck {
  readonly isOk: boolean
  readonly problem: BackupProblem | null
  readonly detail: string | null
}

export interface BackupService {
  /** Newest first. */
  list(): Promise<Backup[]>
  running(): RunningBackup | null
  /** For the dashboard: is all well, and if not, why. */
  status(): Promise<BackupStatus>
  freeBytes(): Promise<number>
  /**
   * Begins one; `done` tells how it ended, and never leaves half a file.
   * @throws AppError `backup_running`, `backup_unavailable`
   */
  begin(kind: BackupKind): { running: RunningBackup; done: Promise<StoredBackup> }
  /** Reads it back. @throws AppError `not_found` */
  verify(id: string, options: { signal: AbortSignal }): Promise<BackupCheck>
  /** @throws AppError `not_found` */
  find(id: string): Promise<StoredBackup>
  /** Deletes it, or stops the one that is being made. @throws AppError `not_found` */
  remove(id: string): Promise<void>
  close(): Promise<void>
}

interface BackupDeps {
  files: BackupFiles
  folder: string
  source: DatabaseSource
  /** Null where PostgreSQL's programs are not installed; SQLite needs none. */
  programs: PostgresPrograms | null
  /** When the next nightly one is due. */
  nextAt(): Date
  liveEvents: LiveEvents
  logger: Logger
  clock: Clock
}

interface Run {
  state: RunningBackup
  readonly controller: AbortController
  readonly done: Promise<StoredBackup>
}

export function createBackupService(deps: BackupDeps): BackupService {
  const { files, source, programs, clock } = deps
  let run: Run | null = null
  let failure: BackupStatus['failure'] = null
  const isUnavailable = source.kind === 'postgresql' && programs === null
  const announce = () => deps.liveEvents.publish({ message: { type: 'backup-changed' }, ownerId: null })

  function progress(change: Partial<RunningBackup>): void {
    if (!run) return
    run.state = { ...run.state, ...change }
    announce()
  }

  async function make(kind: BackupKind, begun: BegunBackup, signal: AbortSignal): Promise<StoredBackup> {
    await files.prepare()
    const watch = await watchCopying(begun.unfinishedPath, (percent) => progress({ percent }))
    try {
      await requireRoom()
      const copy = await copyInWorker(
        { source, file: begun.unfinishedPath, kind: source.kind, programs },
        { signal, onChecking: () => progress({ stage: 'checking', percent: null }) },
      )
      const now = timestamp(clock)
      const { sha256, tables } = copy
      return await files.keep(begun, {
        kind,
        database: source.kind,
        createdAt: now,
        verifiedAt: now,
        version,
        sha256,
        tables: { ...tables },
      })
    } finally {
      watch.stop()
    }
  }

  async function requireRoom(): Promise<void> {
    if (source.kind !== 'sqlite') return
    const [{ size }, freeBytes] = [await stat(source.file), await service.freeBytes()]
    if (freeBytes < size + SPARE_BYTES)
      throw new CopyError(
        'disk-full',
        `There is no room for a copy: it needs ${size + SPARE_BYTES} bytes, and ${freeBytes} are free`,
      )
  }

  /** Percent by the size of the growing file; of a dump nobody knows how large it will be. */
  async function watchCopying(path: string, tell: (percent: number) => void) {
    const total = source.kind === 'sqlite' ? (await stat(source.file).catch(() => null))?.size : undefined
    const timer = setInterval(async () => {
      const size = (await stat(path).catch(() => null))?.size
      if (total && size !== undefined && run?.state.stage === 'copying')
        tell(Math.min(100, Math.round((100 * size) / total)))
    }, PROGRESS_INTERVAL_MS).unref()
    return { stop: () => clearInterval(timer) }
  }

  async function runToEnd(kind: BackupKind, begun: BegunBackup, signal: AbortSignal): Promise<StoredBackup> {
    try {
      const backup = await make(kind, begun, signal)
      failure = null
      return backup
    } catch (error) {
      const { reason, message } = asCopyError(error)
      if (reason !== 'cancelled') {
        failure = { at: timestamp(clock), problem: reason, detail: message }
        deps.logger.warn({ err: error, problem: reason }, 'a backup failed')
      }
      await files.discard(begun)
      throw asCopyError(error)
    }
  }

  const service: BackupService = {
    list: async () => (await files.list()).map(toBackup),
    running: () => run?.state ?? null,
    async status() {
      const lastSuccessAt =
        (await files.list()).find(({ kind }) => kind === 'nightly' || kind === 'manual')?.createdAt ?? null
      const isOverdue = lastSuccessAt !== null && clock.now().getTime() - Date.parse(lastSuccessAt) > OVERDUE_MS
      const state = run
        ? 'running'
        : isUnavailable
          ? 'unavailable'
          : failure
            ? 'failed'
            : lastSuccessAt === null
              ? 'none'
              : isOverdue
                ? 'overdue'
                : 'ok'
      return { state, lastSuccessAt, nextAt: deps.nextAt().toISOString(), failure }
    },
    async freeBytes() {
      // Before the first backup its folder is not there yet.
      const { bavail, bsize } = await statfs(deps.folder).catch(() => statfs(dirname(deps.folder)))
      return bavail * bsize
    },
    begin(kind) {
      if (isUnavailable) throw new AppError('backup_unavailable', { detail: 'pg_dump, pg_restore and psql are needed' })
      if (run) throw new AppError('backup_running')
      const controller = new AbortController()
      const begun = files.begin()
      const state: RunningBackup = { id: begun.id, kind, startedAt: timestamp(clock), stage: 'copying', percent: 0 }
      const done = runToEnd(kind, begun, controller.signal).finally(() => {
        run = null
        announce()
      })
      // Whoever wants to know how it ended looks at it himself; the status tells all others.
      done.catch(() => {})
      run = { state, controller, done }
      announce()
      return { running: state, done }
    },
    async verify(id, { signal }) {
      const backup = await service.find(id)
      try {
        const copy = await checkBackupFile({ ...backup, manifest: backup }, { programs, signal })
        await files.note(backup, { verifiedAt: timestamp(clock), sha256: copy.sha256, tables: { ...copy.tables } })
        announce()
        return { isOk: true, problem: null, detail: null }
      } catch (error) {
        const { reason, message } = asCopyError(error)
        return { isOk: false, problem: reason, detail: message }
      }
    },
    async find(id) {
      const backup = await files.find(id)
      if (!backup) throw new AppError('not_found')
      return backup
    },
    async remove(id) {
      if (run?.state.id === id) {
        run.controller.abort()
        await run.done.catch(() => {}) // Cancelled: what was asked for.
        return
      }
      await files.remove(await service.find(id))
      announce()
    },
    async close() {
      run?.controller.abort()
      await run?.done.catch(() => {}) // It is told by the status, and the next start makes it up.
    },
  }
  return service
}

function toBackup({ id, kind, database, createdAt, sizeBytes, verifiedAt, tables, hasKey }: StoredBackup): Backup {
  const rows = tables && Object.values(tables).reduce((sum, count) => sum + count, 0)
  return { id, kind, database, createdAt, sizeBytes, verifiedAt, rows, hasKey }
}
