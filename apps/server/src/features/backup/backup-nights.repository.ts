import type { Executor } from '#server/db/database.ts'

export interface BackupNightsRepository {
  isFinished(night: string): Promise<boolean>
  /** True for one process alone, until its lease runs out or it gives the night back. */
  claim(night: string, lease: { owner: string; now: string; until: string }): Promise<boolean>
  renew(night: string, lease: { owner: string; until: string }): Promise<void>
  finish(night: string, lease: { owner: string; at: string }): Promise<void>
  /** Those before it are of no use any more. */
  forgetBefore(night: string): Promise<void>
}

export function createBackupNightsRepository(db: Executor): BackupNightsRepository {
  return {
    async isFinished(night) {
      const row = await db
        .selectFrom('backup_nights')
        .select('finished_at')
        .where('night', '=', night)
        .executeTakeFirst()
      return row !== undefined && row.finished_at !== null
    },
    async claim(night, { owner, now, until }) {
      const row = await db
        .insertInto('backup_nights')
        .values({ night, owner, lease_until: until, finished_at: null })
        .onConflict((conflict) =>
          conflict
            .column('night')
            .doUpdateSet({ owner, lease_until: until })
            .where('backup_nights.finished_at', 'is', null)
            .where('backup_nights.lease_until', '<=', now),
        )
        .returning('owner')
        .executeTakeFirst()
      return row?.owner === owner
    },
    async renew(night, { owner, until }) {
      await db
        .updateTable('backup_nights')
        .set({ lease_until: until })
        .where('night', '=', night)
        .where('owner', '=', owner)
        .where('finished_at', 'is', null)
        .execute()
    },
    async finish(night, { owner, at }) {
      await db
        .updateTable('backup_nights')
        .set({ finished_at: at })
        .where('night', '=', night)
        .where('owner', '=', owner)
        .execute()
    },
    async forgetBefore(night) {
      await db.deleteFrom('backup_nights').where('night', '<', night).execute()
    },
  }
}
