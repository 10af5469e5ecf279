import type { Command } from '#server/cli/command.ts'
import { takeServerPlace } from '#server/db/copies/use-lock.ts'
import { addMasterKey, dropOldMasterKeys } from '#server/platform/secrets/master-key.ts'
import { createSecretStore } from '#server/platform/secrets/secret-store.ts'

export const masterKeyRotateCommand: Command = {
  name: 'master-key rotate',
  usage: 'master-key rotate   (stop the server first: it reads the key when it starts)',
  summary: 'Make a new master key and seal every stored secret with it; everybody logs in again',
  async run({ container, output, audit }) {
    const { config, db, clock } = await container()
    // A server goes on sealing with the key it has read, and nothing could open that later.
    const place = config.databaseUrl === null ? takeServerPlace(config.dataDir) : null
    try {
      // The new key is on disk before anything is sealed with it, the old one until everything is: an interrupted run is simply run again.
      const masterKey = addMasterKey(config.dataDir)
      const resealed = await createSecretStore({ db, masterKey, clock }).reseal()
      dropOldMasterKeys(config.dataDir)
      await audit('system.master-key', null, { resealed })
      output.object(
        { id: masterKey.currentKeyId, resealed },
        `New master key ${masterKey.currentKeyId}; ${resealed} stored secrets sealed again`,
      )
      return 0
    } finally {
      place?.release()
    }
  },
}
