import { constants, copyFileSync } from 'node:fs'
import type { Command } from '#server/cli/command.ts'
import { AppError } from '#server/platform/app-error.ts'
import { masterKeyFileOf } from '#server/platform/secrets/master-key.ts'

export const backupCreateCommand: Command = {
  name: 'backup create',
  usage: 'backup create [--out FILE] [--with-key]',
  summary: 'Make a verified copy of the database, while the server runs or not',
  options: { out: { type: 'string' }, 'with-key': { type: 'boolean' } },
  async run({ option, flag, container, output, audit }) {
    const { backups, backupFiles, config } = await container()
    const backup = await backups.begin('manual').done
    const out = option('out')
    const keyFile = masterKeyFileOf(config.dataDir)
    if (flag('with-key')) await backupFiles.keepKey(backup, keyFile)
    if (out !== undefined) {
      copyAside(backup.path, out)
      if (flag('with-key')) copyAside(keyFile, `${out}.key`)
    }
    await audit('backup.create', backup.id, { withKey: flag('with-key') })
    const { id, sizeBytes, verifiedAt } = backup
    const path = out ?? backup.path
    output.object(
      { id, path, sizeBytes, verifiedAt, hasKey: flag('with-key') },
      `Backup ${id}, ${sizeBytes} bytes, read back and whole: ${path}`,
    )
    if (!flag('with-key'))
      output.note(`Not in it: the key file ${keyFile}, which opens stored API keys. Keep a copy of it in another place`)
    return 0
  },
}

function copyAside(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  } catch (error) {
    throw new AppError('validation_failed', { detail: `${to} can't be written, or exists already`, cause: error })
  }
}
