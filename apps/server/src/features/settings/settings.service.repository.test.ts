import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { createUnitOfWork } from '#server/db/unit-of-work.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createConfigChanges } from './config-changes.ts'
import { settingDefinitions } from './setting-definitions.ts'
import { createSettingsService } from './settings.service.ts'

describeOnEachDatabase('settings', (database) => {
  /** One process of several that share a database. */
  async function startProcess() {
    const { db } = database()
    const liveEvents = createMemoryLiveEvents()
    const configChanges = createConfigChanges({ db, liveEvents, logger: pino({ level: 'silent' }) })
    const settings = createSettingsService({
      db,
      unitOfWork: createUnitOfWork(db),
      configChanges,
      clock: createTestClock(),
    })
    await settings.load()
    await configChanges.start()
    // The timer would look too; these tests say when.
    configChanges.close()
    const heard: unknown[] = []
    liveEvents.listen(({ message }) => heard.push('topic' in message ? message.topic : message.type))
    return { settings, configChanges, heard }
  }
  const storeRaw = (value: unknown) =>
    database()
      .db.insertInto('settings')
      .values({ key: 'voice', value: JSON.stringify(value), version: 1, updated_at: '2026-03-02T09:00:00.000Z' })
      .execute()

  beforeEach(async () => {
    await database().db.deleteFrom('settings').execute()
    await database().db.deleteFrom('config_versions').execute()
  })

  it('are their defaults until somebody sets them', async () => {
    const { settings } = await startProcess()
    expect(settings.get('voice')).toEqual(settingDefinitions.voice.fallback)
  })

  it('hold at once where they were set, and after a restart', async () => {
    const { settings, configChanges, heard } = await startProcess()
    await settings.put('voice', { isEnabled: false, speed: 1.5 })
    await settings.put('voice', { isEnabled: false, speed: 1.25 })
    expect(settings.get('voice')).toEqual({ isEnabled: false, speed: 1.25 })
    // Told when it is surely committed.
    expect(heard).toEqual([])
    await configChanges.poll()
    expect(heard).toEqual(['voices'])
    expect((await startProcess()).settings.get('voice')).toEqual({ isEnabled: false, speed: 1.25 })
    const row = await database().db.selectFrom('settings').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ key: 'voice', version: 2 })
  })

  it('that break their schema are refused, and nothing changes', async () => {
    const { settings, heard } = await startProcess()
    await expect(settings.put('voice', { isEnabled: true, speed: 99 })).rejects.toThrow()
    expect(settings.get('voice').speed).toBe(1)
    expect(heard).toEqual([])
    expect(await database().db.selectFrom('settings').selectAll().execute()).toEqual([])
  })

  it('reach another process when it looks, once for each change', async () => {
    const [one, other] = [await startProcess(), await startProcess()]
    await one.settings.put('voice', { isEnabled: true, speed: 2 })
    expect(other.settings.get('voice').speed).toBe(1)
    await other.configChanges.poll()
    await other.configChanges.poll()
    expect(other.settings.get('voice').speed).toBe(2)
    expect(other.heard).toEqual(['voices'])
    await one.configChanges.poll()
    expect(one.heard).toEqual(['voices'])
  })

  it('of two processes that write in turns are the last ones in both', async () => {
    const [one, other] = [await startProcess(), await startProcess()]
    await one.settings.put('voice', { isEnabled: true, speed: 2 })
    await other.settings.put('voice', { isEnabled: false, speed: 0.5 })
    for (const { configChanges } of [one, other]) await configChanges.poll()
    expect([one, other].map(({ settings }) => settings.get('voice').speed)).toEqual([0.5, 0.5])
  })

  it('are not announced as stored where the transaction around them fails', async () => {
    const { configChanges } = await startProcess()
    const failing = createUnitOfWork(database().db).run(async (executor) => {
      await configChanges.bump('faq', executor)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await database().db.selectFrom('config_versions').selectAll().execute()).toEqual([])
  })

  it('that another version wrote with fewer fields keep what fits', async () => {
    await storeRaw({ isEnabled: false, unknownField: 1 })
    expect((await startProcess()).settings.get('voice')).toEqual({ isEnabled: false, speed: 1 })
  })

  it.each([[{ speed: 'fast' }], ['text'], [null], [[]]])(
    'that make no sense any more are defaults: %j',
    async (value) => {
      await storeRaw(value)
      expect((await startProcess()).settings.get('voice')).toEqual(settingDefinitions.voice.fallback)
    },
  )
})
