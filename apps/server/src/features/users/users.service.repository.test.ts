import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { createUnitOfWork } from '#server/db/unit-of-work.ts'
import { createSessionsService } from '#server/features/sessions/sessions.service.ts'
import { createConfigChanges } from '#server/features/settings/config-changes.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { newId } from '#server/platform/ids.ts'
import { loadMasterKey } from '#server/platform/secrets/master-key.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createUsersService } from './users.service.ts'

const client = { address: '192.0.2.7', userAgent: 'test' }

describeOnEachDatabase('the people of an installation', (database) => {
  function createServices() {
    const { db, dialect, dataDir } = database()
    const clock = createTestClock()
    const unitOfWork = createUnitOfWork(db)
    const logger = pino({ level: 'silent' })
    const configChanges = createConfigChanges({ db, liveEvents: createMemoryLiveEvents(), logger })
    const sessions = createSessionsService({ db, configChanges, clock, masterKey: loadMasterKey(dataDir) })
    return { sessions, users: createUsersService({ db, dialect, unitOfWork, sessions, configChanges, clock }) }
  }
  const person = (role: 'admin' | 'user' | 'guest') => ({
    name: `Человек ${newId()}`,
    password: 'надёжный пароль',
    role,
    language: 'ru' as const,
  })

  // Who is the last admin depends on all the others.
  beforeEach(async () => {
    await database().db.deleteFrom('users').execute()
  })

  it('let nobody take the last admin away, also when two are taken at the same moment', async () => {
    const { users } = createServices()
    const [first, second] = [await users.create(person('admin')), await users.create(person('admin'))]
    const results = await Promise.allSettled([
      users.change(first.id, { role: 'user' }),
      users.change(second.id, { role: 'guest' }),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const admins = (await users.list()).filter(({ role }) => role === 'admin')
    expect(admins).toHaveLength(1)
    await expect(users.change(admins[0]?.id ?? '', { role: 'guest' })).rejects.toMatchObject({ code: 'last_admin' })
    await expect(users.change(admins[0]?.id ?? '', { role: 'admin' })).resolves.toMatchObject({ role: 'admin' })
    await expect(users.change(newId(), { role: 'user' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('never show a password hash, and take a name once', async () => {
    const { users } = createServices()
    const input = person('user')
    const user = await users.create(input)
    expect(JSON.stringify([user, await users.list(), await users.find(user.id)])).not.toMatch(/argon2/)
    await expect(users.create({ ...input, name: input.name.toUpperCase() })).rejects.toMatchObject({
      code: 'user_name_taken',
    })
  })

  it('get in with their own password only, and not while they are disabled', async () => {
    const { users } = createServices()
    const input = person('user')
    const user = await users.create(input)
    expect(await users.authenticate(input.name.toUpperCase(), input.password)).toMatchObject({ id: user.id })
    expect(await users.authenticate(input.name, `${input.password} `)).toBeNull()
    expect(await users.authenticate(newId(), input.password)).toBeNull()
    await database().db.updateTable('users').set({ is_enabled: 0 }).where('id', '=', user.id).execute()
    expect(await users.authenticate(input.name, input.password)).toBeNull()
    expect(await users.find(user.id)).toBeNull()
  })

  it('lose their other sessions with a new password, and keep the one they changed it in', async () => {
    const { users, sessions } = createServices()
    const user = await users.create(person('user'))
    const [kept, other] = [await sessions.open(user.id, client), await sessions.open(user.id, client)]
    await users.setPassword(user.id, 'совсем другой пароль', { keepSessionId: kept.sessionId })
    expect(await sessions.find(kept.sessionId, user.id)).not.toBeNull()
    expect(await sessions.find(other.sessionId, user.id)).toBeNull()
    await users.setPassword(user.id, 'и ещё один пароль')
    expect(await sessions.find(kept.sessionId, user.id)).toBeNull()
  })
})
