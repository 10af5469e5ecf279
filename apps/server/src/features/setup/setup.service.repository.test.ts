import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { createUnitOfWork } from '#server/db/unit-of-work.ts'
import { createSessionsService } from '#server/features/sessions/sessions.service.ts'
import { createConfigChanges } from '#server/features/settings/config-changes.ts'
import { createSettingsService } from '#server/features/settings/settings.service.ts'
import { createUsersService } from '#server/features/users/users.service.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { loadMasterKey } from '#server/platform/secrets/master-key.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createSetupService } from './setup.service.ts'

describeOnEachDatabase('the set-up', (database) => {
  function createServices() {
    const { db, dialect, dataDir } = database()
    const clock = createTestClock()
    const unitOfWork = createUnitOfWork(db)
    const configChanges = createConfigChanges({
      db,
      liveEvents: createMemoryLiveEvents(),
      logger: pino({ level: 'silent' }),
    })
    const settings = createSettingsService({ db, unitOfWork, configChanges, clock })
    const sessions = createSessionsService({ db, configChanges, clock, masterKey: loadMasterKey(dataDir) })
    const users = createUsersService({ db, dialect, unitOfWork, sessions, configChanges, clock })
    return { users, settings, setup: createSetupService({ db, users, settings, clock }) }
  }
  const account = (token: string, name = 'Анна') => ({
    token,
    name,
    password: 'надёжный пароль',
    language: 'ru' as const,
    businessName: 'Клиника «Ёлка»',
  })

  beforeEach(async () => {
    for (const table of ['users', 'setup_tokens', 'settings'] as const) await database().db.deleteFrom(table).execute()
  })

  it('ends with one admin, however many browsers come with the same link at once', async () => {
    const { setup, users } = createServices()
    const token = await setup.issueToken()
    const results = await Promise.allSettled(
      ['Анна', 'Борис', 'Вера'].map((name) => setup.createFirstAccount(account(token, name))),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await users.list()).toEqual([expect.objectContaining({ role: 'admin' })])
  })

  it('knows the newest link only, and none after the first account', async () => {
    const { setup } = createServices()
    const old = await setup.issueToken()
    const token = await setup.issueToken()
    await expect(setup.checkToken(old)).rejects.toMatchObject({ code: 'setup_token_invalid' })
    await expect(setup.checkToken('')).rejects.toMatchObject({ code: 'setup_token_invalid' })
    await setup.checkToken(token)
    await setup.createFirstAccount(account(token))
    await expect(setup.checkToken(token)).rejects.toMatchObject({ code: 'setup_already_done' })
    await expect(setup.issueToken()).rejects.toMatchObject({ code: 'setup_already_done' })
  })

  it('stores only a hash of the link', async () => {
    const token = await createServices().setup.issueToken()
    const rows = await database().db.selectFrom('setup_tokens').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('leaves the link usable where the account could not be made', async () => {
    const { setup, users } = createServices()
    const token = await setup.issueToken()
    const { db } = database()
    // As a disk that is full or a process that is killed: the link is claimed, the account can't be stored behind it.
    const broken: typeof users = {
      ...users,
      create: (user, alongside) =>
        users.create(user, async (executor) => {
          await alongside?.(executor)
          throw new Error('disk full')
        }),
    }
    const failing = createSetupService({
      db,
      users: broken,
      settings: createServices().settings,
      clock: createTestClock(),
    })
    await expect(failing.createFirstAccount(account(token))).rejects.toThrow('disk full')
    expect(await users.hasAny()).toBe(false)
    await expect(setup.createFirstAccount(account(token))).resolves.toMatchObject({ name: 'Анна' })
  })

  it('keeps the name of the business, a zone it knows, and every step for another device', async () => {
    const { setup, settings } = createServices()
    const token = await setup.issueToken()
    await setup.createFirstAccount({ ...account(token), timeZone: 'Asia/Yekaterinburg' })
    expect(settings.get('business.profile')).toMatchObject({ name: 'Клиника «Ёлка»', timeZone: 'Asia/Yekaterinburg' })
    await setup.saveProgress({ currentStep: 'voice', skippedSteps: ['model'] })
    const elsewhere = createServices()
    await elsewhere.settings.load()
    expect(await elsewhere.setup.state()).toEqual({
      hasAccount: true,
      isComplete: false,
      currentStep: 'voice',
      skippedSteps: ['model'],
      isDemo: false,
    })
  })

  it('takes a zone nobody knows for none', async () => {
    const { setup, settings } = createServices()
    const token = await setup.issueToken()
    await setup.createFirstAccount({ ...account(token), timeZone: 'Mars/Olympus' })
    expect(settings.get('business.profile').timeZone).toBe('Europe/Moscow')
  })
})
