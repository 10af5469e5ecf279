import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import { loadConfig, readVariable } from '#server/config/load-config.ts'
import { findPostgresPrograms } from '#server/db/copies/postgres-programs.ts'
import { createBackupFiles } from '#server/features/backup/backup-files.ts'
import { checkBackupFile } from '#server/features/backup/check-backup-file.ts'
import { backupFolderOf } from '#server/features/backup/create-backup-room.ts'
import { findBackupFile } from '#server/features/backup/find-backup-file.ts'

export const backupVerifyCommand: Command = {
  name: 'backup verify',
  usage: 'backup verify ID|FILE',
  summary: 'Read a backup back, every page of it, and compare it with what was written down about it',
  async run({ words: [reference], output }) {
    // Without the database: that may be what is broken.
    const files = createBackupFiles(backupFolderOf(loadConfig().dataDir))
    const backup = reference === undefined ? null : await findBackupFile(files, reference)
    if (reference === undefined || !backup)
      throw new CliError(`There is no backup or file ${reference ?? '(name one)'}`)
    const programs = findPostgresPrograms(readVariable('PATH') ?? '')
    const { sizeBytes, sha256, tables } = await checkBackupFile(backup, {
      programs,
      signal: new AbortController().signal,
    })
    const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
    output.object(
      { id: reference, path: backup.path, sizeBytes, sha256, rows, tables },
      `${backup.path} is whole: ${rows} rows`,
    )
    return 0
  },
}
