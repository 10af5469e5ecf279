import * as z from 'zod'
import { route } from './route.ts'
import { Empty, Id, IdParams, Timestamp } from './scalars.ts'

/** Made each night, by hand, before an update of the database, or of what a restore replaced. */
export const backupKinds = ['nightly', 'manual', 'update', 'replaced'] as const
export const BackupKind = z.enum(backupKinds)
export type BackupKind = z.infer<typeof BackupKind>

export const Backup = z
  .object({
    id: Id,
    kind: BackupKind,
    database: z.enum(['sqlite', 'postgresql']),
    createdAt: Timestamp,
    sizeBytes: z.number().int(),
    /** When it was last read back and found whole; null where that was not done yet. */
    verifiedAt: Timestamp.nullable(),
    /** Rows of all tables; null where it was not counted yet. */
    rows: z.number().int().nullable(),
    /** The key file lies beside it: only where it was asked for at the command line. It is never downloaded. */
    hasKey: z.boolean(),
  })
  .meta({ id: 'Backup' })
export type Backup = z.infer<typeof Backup>

export const RunningBackup = z
  .object({
    id: Id,
    kind: BackupKind,
    startedAt: Timestamp,
    stage: z.enum(['copying', 'checking']),
    /** Of the copying; null where it can't be told. */
    percent: z.number().int().min(0).max(100).nullable(),
  })
  .meta({ id: 'RunningBackup' })
export type RunningBackup = z.infer<typeof RunningBackup>

export const backupProblems = [
  'disk-full',
  'not-writable',
  'program-missing',
  'damaged',
  'other-database',
  'cancelled',
  'failed',
] as const
export const BackupProblem = z.enum(backupProblems)
export type BackupProblem = z.infer<typeof BackupProblem>

export const BackupStatus = z
  .object({
    /** `failed`: the last attempt; `overdue`: none for more than two days; `none`: nothing to keep yet, or the first night is to come. */
    state: z.enum(['ok', 'running', 'failed', 'overdue', 'unavailable', 'none']),
    lastSuccessAt: Timestamp.nullable(),
    /** When the next nightly one is due, in UTC. */
    nextAt: Timestamp,
    failure: z.object({ at: Timestamp, problem: BackupProblem, detail: z.string() }).nullable(),
  })
  .meta({ id: 'BackupStatus' })
export type BackupStatus = z.infer<typeof BackupStatus>

export const backupContract = {
  listBackups: route({
    method: 'GET',
    path: '/admin/backup',
    summary: 'Backups there are, the one that is being made, and whether all is well',
    tags: ['backup'],
    access: 'backup:manage',
    responses: {
      200: z
        .object({
          items: z.array(Backup),
          nextCursor: z.null(),
          running: RunningBackup.nullable(),
          status: BackupStatus,
          freeBytes: z.number().int(),
        })
        .meta({ id: 'BackupList' }),
    },
  }),
  createBackup: route({
    method: 'POST',
    path: '/admin/backup',
    summary: 'Begin a backup; live events tell how it goes',
    tags: ['backup'],
    access: 'backup:manage',
    audit: { action: 'backup.create' },
    body: Empty,
    responses: { 202: RunningBackup },
    problems: ['backup_running', 'backup_unavailable'],
  }),
  verifyBackup: route({
    method: 'POST',
    path: '/admin/backup/:id/verify',
    summary: 'Read a backup back and compare it with what was written down about it',
    tags: ['backup'],
    access: 'backup:manage',
    audit: { none: 'Reads only' },
    params: IdParams,
    body: Empty,
    responses: {
      200: z.object({ isOk: z.boolean(), problem: BackupProblem.nullable(), detail: z.string().nullable() }),
    },
    problems: ['not_found'],
  }),
  deleteBackup: route({
    method: 'DELETE',
    path: '/admin/backup/:id',
    summary: 'Delete a backup, or stop the one that is being made',
    tags: ['backup'],
    access: 'backup:manage',
    audit: { action: 'backup.delete' },
    params: IdParams,
    responses: { 200: Empty },
    problems: ['not_found'],
  }),
  downloadBackup: route({
    method: 'GET',
    path: '/admin/backup/:id/file',
    summary: 'The file itself, with a ticket; never the key file',
    tags: ['backup'],
    access: 'ticket',
    audit: { action: 'backup.download' },
    params: IdParams,
    query: z.object({ ticket: z.string().max(200) }),
    produces: 'application/octet-stream',
    responses: { 200: z.string() },
    problems: ['forbidden', 'not_found'],
  }),
}
