import { createReadStream } from 'node:fs'
import { backupContract } from '@secretary/contracts/backup.contract'
import { can } from '@secretary/contracts/permissions'
import type { Mount } from '#server/http/mount-contract.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { BackupService } from './backup.service.ts'

export function registerBackupRoutes(mount: Mount, { backups }: { backups: BackupService }): void {
  mount(backupContract, {
    listBackups: async () => ({
      items: await backups.list(),
      nextCursor: null,
      running: backups.running(),
      status: await backups.status(),
      freeBytes: await backups.freeBytes(),
    }),
    createBackup: () => backups.begin('manual').running,
    verifyBackup: async ({ params, signal }) => backups.verify(params.id, { signal }),
    async deleteBackup({ params }) {
      await backups.remove(params.id)
      return {}
    },
    async downloadBackup({ params, actor, reply }) {
      if (!can(actor.role, 'backup:manage')) throw new AppError('forbidden')
      const { id, path, sizeBytes, createdAt } = await backups.find(params.id)
      const name = `secretary-${createdAt.slice(0, 10)}-${id.slice(-6)}${path.slice(path.lastIndexOf('.'))}`
      reply
        .type('application/octet-stream')
        .header('content-length', sizeBytes)
        .header('content-disposition', `attachment; filename="${name}"`)
      return createReadStream(path)
    },
  })
}
