import { createBackupRoom } from '#server/features/backup/create-backup-room.ts'
import { createDashboardRoom } from '#server/features/dashboard/create-dashboard-room.ts'
import { createDoctorService } from '#server/features/system/doctor.service.ts'
import { examine } from '#server/features/system/examine.ts'
import { createRecovery } from '#server/features/system/recovery.ts'
import type { EnginesWing } from './create-engines-wing.ts'
import type { KnowledgeWing } from './create-knowledge-wing.ts'
import type { PeopleWing } from './create-people-wing.ts'
import type { TalkWing } from './create-talk-wing.ts'
import type { Foundation } from './open-foundation.ts'

/** What keeps the house in order, and says how it is. */
export function createHouseKeepingWing(
  foundation: Foundation,
  rooms: PeopleWing & KnowledgeWing & EnginesWing & TalkWing,
) {
  const { config, clock, readDb } = foundation
  const hasAccount = async () => (await rooms.setup.state()).hasAccount
  const backupRoom = createBackupRoom({
    ...foundation,
    dataDir: config.dataDir,
    business: rooms.business,
    hasAccount,
  })
  const dashboard = createDashboardRoom({ ...foundation, ...rooms, db: readDb, backups: backupRoom.backups })
  const recovery = createRecovery({ ...foundation, ...rooms })
  const examined = { ...foundation, ...rooms, repairs: recovery.repairs }
  const doctor = createDoctorService({
    examine: (ownPort) => examine({ config, open: async () => examined, ownPort }),
    clock,
  })
  return {
    rooms: { ...backupRoom, dashboard, recovery, doctor },
    async close() {
      recovery.close()
      await backupRoom.closeBackups()
    },
  }
}
