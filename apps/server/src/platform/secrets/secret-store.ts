import type { Executor } from '#server/db/database.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { MasterKey } from './master-key.ts'
import { seal, sealedWith, unseal } from './seal.ts'

/** A secret shorter than this shows nothing of itself. */
const HINT_FROM_LENGTH = 12

export interface SecretStore {
  /** Null erases it. Pass the transaction that stores what the secret belongs to. */
  put(ownerKey: string, secret: string | null, executor?: Executor): Promise<void>
  /** For the one who uses it; never for an answer. Null also where its key is gone: then it has to be entered anew. */
  read(ownerKey: string): Promise<string | null>
  /** `••••1234` by owner, for those that have one. */
  hints(ownerKeys: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** How many were sealed with a key that is not in the key file, as after a restore on another machine. */
  countLocked(): Promise<number>
  /** Writes everything that an older master key sealed again with the current one. Returns how many. */
  reseal(): Promise<number>
}

/** Encrypted in the database, each bound to its owner: a ciphertext copied to another row opens nothing. */
export function createSecretStore(deps: { db: Executor; masterKey: MasterKey; clock: Clock }): SecretStore {
  const { db, masterKey, clock } = deps
  const isLocked = ({ ciphertext }: { ciphertext: string }) => !masterKey.keyIds.includes(sealedWith(ciphertext) ?? '')
  return {
    async put(ownerKey, secret, executor = db) {
      await executor.deleteFrom('secrets').where('owner_key', '=', ownerKey).execute()
      if (secret === null) return
      const hint = secret.length >= HINT_FROM_LENGTH ? secret.slice(-4) : ''
      await executor
        .insertInto('secrets')
        .values({
          owner_key: ownerKey,
          ciphertext: seal(masterKey, secret, ownerKey),
          hint,
          updated_at: timestamp(clock),
        })
        .execute()
    },
    async read(ownerKey) {
      const row = await db
        .selectFrom('secrets')
        .select('ciphertext')
        .where('owner_key', '=', ownerKey)
        .executeTakeFirst()
      return row && !isLocked(row) ? unseal(masterKey, row.ciphertext, ownerKey) : null
    },
    async hints(ownerKeys) {
      if (ownerKeys.length === 0) return new Map()
      const rows = await db
        .selectFrom('secrets')
        .select(['owner_key', 'hint', 'ciphertext'])
        .where('owner_key', 'in', ownerKeys)
        .execute()
      return new Map(rows.filter((row) => !isLocked(row)).map((row) => [row.owner_key, `••••${row.hint}`]))
    },
    async countLocked() {
      return (await db.selectFrom('secrets').select('ciphertext').execute()).filter(isLocked).length
    },
    async reseal() {
      const rows = await db.selectFrom('secrets').selectAll().execute()
      const old = rows.filter((row) => !isLocked(row) && sealedWith(row.ciphertext) !== masterKey.currentKeyId)
      for (const row of old) {
        const ciphertext = seal(masterKey, unseal(masterKey, row.ciphertext, row.owner_key), row.owner_key)
        await db.updateTable('secrets').set({ ciphertext }).where('owner_key', '=', row.owner_key).execute()
      }
      return old.length
    },
  }
}
