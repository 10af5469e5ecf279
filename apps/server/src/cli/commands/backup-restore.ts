import { CliError } from '#server/cli/cli-error.ts'
import type { Command } from '#server/cli/command.ts'
import type { Output } from '#server/cli/output.ts'
import { loadConfig, readVariable } from '#server/config/load-config.ts'
import type { Container } from '#server/container.ts'
import { findPostgresPrograms } from '#server/db/copies/postgres-programs.ts'
import { createBackupFiles } from '#server/features/backup/backup-files.ts'
import { backupFolderOf } from '#server/features/backup/create-backup-room.ts'
import { findBackupFile } from '#server/features/backup/find-backup-file.ts'
import { restoreBackup } from '#server/features/backup/restore-backup.ts'
import { systemClock } from '#server/platform/clock.ts'

export const backupRestoreCommand: Command = {
  name: 'backup restore',
  usage: 'backup restore ID|FILE [--with-key]   (stop the server first)',
  summary: 'Put a backup in the place of the database; what was there before is kept as a backup of its own',
  options: { 'with-key': { type: 'boolean' } },
  async run({ words: [reference], flag, container, output, audit }) {
    const config = loadConfig()
    const files = createBackupFiles(backupFolderOf(config.dataDir))
    const backup = reference === undefined ? null : await findBackupFile(files, reference)
    if (reference === undefined || !backup)
      throw new CliError(`There is no backup or file ${reference ?? '(name one)'}`)
    const { rows, replacedId } = await restoreBackup(
      { config, files, programs: findPostgresPrograms(readVariable('PATH') ?? ''), clock: systemClock },
      backup,
      { withKey: flag('with-key'), signal: new AbortController().signal },
    )
    // Opens what was restored, and so brings it to this version.
    await audit('backup.restore', reference, { replacedId, withKey: flag('with-key') })
    await nameLockedSecrets(await container(), output)
    output.object(
      { id: reference, rows, replacedId },
      `Restored ${reference}, ${rows} rows.${replacedId ? ` What was there before is backup ${replacedId}.` : ''} Everybody logs in again`,
    )
    return 0
  },
}

/** Secrets that were sealed with a key this installation does not have. */
async function nameLockedSecrets({ secrets }: Container, output: Output): Promise<void> {
  const locked = await secrets.countLocked()
  if (locked > 0)
    output.note(
      `${locked} stored keys can't be opened with the key file here: restore again with --with-key and the key file of then, or enter them anew`,
    )
}
