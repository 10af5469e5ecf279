import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { createUnitOfWork } from '#server/db/unit-of-work.ts'
import { createSessionsService } from '#server/features/sessions/sessions.service.ts'
import { createConfigChanges } from '#server/features/settings/config-changes.ts'
import { createUsersService } from '#server/features/users/users.service.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { newId } from '#server/platform/ids.ts'
import { loadMasterKey } from '#server/platform/secrets/master-key.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createInvitesService } from './invites.service.ts'

const DAY_MS = 24 * 3600 * 1000

describeOnEachDatabase('an invitation', (database) => {
  function createServices() {
    const { db, dialect, dataDir } = database()
    const clock = createTestClock()
    const configChanges = createConfigChanges({
      db,
      liveEvents: createMemoryLiveEvents(),
      logger: pino({ level: 'silent' }),
    })
    const sessions = createSessionsService({ db, configChanges, clock, masterKey: loadMasterKey(dataDir) })
    const users = createUsersService({ db, dialect, unitOfWork: createUnitOfWork(db), sessions, configChanges, clock })
    return { users, clock, invites: createInvitesService({ db, users, businessName: () => 'Клиника', clock }) }
  }
  const guest = (token: string) => ({
    token,
    name: `Гость ${newId()}`,
    password: 'надёжный пароль',
    language: 'ru' as const,
  })

  beforeEach(async () => {
    await database().db.deleteFrom('invites').execute()
  })

  it('makes one account of its role, once, even when two come at the same moment', async () => {
    const { users, invites } = createServices()
    const owner = await users.create({
      name: `Анна ${newId()}`,
      password: 'надёжный пароль',
      role: 'admin',
      language: 'ru',
    })
    const { token, ...invite } = await invites.create({ role: 'user', note: 'Для Ольги', createdBy: owner.id })
    expect(await invites.list()).toEqual([invite])
    expect(await invites.check(token)).toMatchObject({
      role: 'user',
      businessName: 'Клиника',
      invitedByName: owner.name,
    })
    const results = await Promise.allSettled([invites.accept(guest(token)), invites.accept(guest(token))])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'invite_invalid' } })
    expect(await invites.list()).toEqual([])
    await expect(invites.check(token)).rejects.toMatchObject({ code: 'invite_invalid' })
  })

  it('is not used up by a name that is taken', async () => {
    const { users, invites } = createServices()
    const { token } = await invites.create({ role: 'user', note: '', createdBy: null })
    const first = guest(token)
    await users.create({ ...first, role: 'guest' })
    await expect(invites.accept(first)).rejects.toMatchObject({ code: 'user_name_taken' })
    expect(await invites.accept(guest(token))).toMatchObject({ role: 'user' })
  })

  it('ends after a week, and at once when it is taken back', async () => {
    const { invites, clock } = createServices()
    const old = await invites.create({ role: 'guest', note: '', createdBy: null })
    clock.advance(7 * DAY_MS - 1)
    await invites.check(old.token)
    clock.advance(2)
    await expect(invites.accept(guest(old.token))).rejects.toMatchObject({ code: 'invite_invalid' })
    const revoked = await invites.create({ role: 'guest', note: '', createdBy: null })
    await invites.revoke(revoked.id)
    await expect(invites.accept(guest(revoked.token))).rejects.toMatchObject({ code: 'invite_invalid' })
    await expect(invites.revoke(revoked.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(invites.revoke(newId())).rejects.toMatchObject({ code: 'not_found' })
  })

  it('leaves no token in the database', async () => {
    const { invites } = createServices()
    const { token } = await invites.create({ role: 'user', note: '', createdBy: null })
    expect(JSON.stringify(await database().db.selectFrom('invites').selectAll().execute())).not.toContain(token)
    for (const wrong of ['', ' ', token.slice(1), `${token} `, token.toUpperCase()])
      await expect(invites.check(wrong)).rejects.toMatchObject({ code: 'invite_invalid' })
  })
})
