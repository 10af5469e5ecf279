import type { Executor } from '#server/db/database.ts'
import type { UnitOfWork } from '#server/db/unit-of-work.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { ConfigChanges } from './config-changes.ts'
import { type SettingKey, type SettingValue, settingDefinitions } from './setting-definitions.ts'

export interface SettingsService {
  /** The present value, from memory. */
  get<K extends SettingKey>(key: K): SettingValue<K>
  /** Stores the value; it holds at once here and within two seconds in other processes. */
  put<K extends SettingKey>(key: K, value: SettingValue<K>): Promise<SettingValue<K>>
  load(): Promise<void>
}

export function createSettingsService(deps: {
  db: Executor
  unitOfWork: UnitOfWork
  configChanges: ConfigChanges
  clock: Clock
}): SettingsService {
  let snapshot: ReadonlyMap<string, unknown> = new Map()

  async function load(): Promise<void> {
    const rows = await deps.db.selectFrom('settings').select(['key', 'value']).execute()
    snapshot = new Map(
      rows
        .filter(({ key }) => key in settingDefinitions)
        .map(({ key, value }) => [key, parse(key as SettingKey, value)]),
    ) // The filter proves the key.
  }

  for (const topic of new Set(Object.values(settingDefinitions).map((definition) => definition.topic)))
    deps.configChanges.onRemoteChange(topic, load)

  return {
    get: <K extends SettingKey>(key: K) => (snapshot.get(key) ?? settingDefinitions[key].fallback) as SettingValue<K>, // Parsed by the schema of its key in load and put.
    async put(key, value) {
      const definition = settingDefinitions[key]
      const stored = definition.schema.parse(value)
      await deps.unitOfWork.run(async (executor) => {
        const row = { key, value: JSON.stringify(stored), version: 1, updated_at: timestamp(deps.clock) }
        await executor
          .insertInto('settings')
          .values(row)
          .onConflict((conflict) =>
            conflict.column('key').doUpdateSet((eb) => ({
              value: row.value,
              updated_at: row.updated_at,
              version: eb('settings.version', '+', 1),
            })),
          )
          .execute()
        await deps.configChanges.bump(definition.topic, executor)
      })
      snapshot = new Map(snapshot).set(key, stored)
      return value
    },
    load,
  }
}

/** A value that an older or newer version wrote differently: what still fits is kept, the rest is the default. */
function parse(key: SettingKey, value: string): unknown {
  const { schema, fallback } = settingDefinitions[key]
  const raw: unknown = JSON.parse(value)
  const result = schema.safeParse(typeof raw === 'object' && raw !== null ? { ...fallback, ...raw } : raw)
  return result.success ? result.data : fallback
}
