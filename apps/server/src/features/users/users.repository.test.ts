import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { aUser } from '#server-test/support/builders.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createUsersRepository, type StoredUser } from './users.repository.ts'

describeOnEachDatabase('users', (database) => {
  const repository = () => createUsersRepository(database().db)
  const store = async (changes: Partial<StoredUser> = {}) => {
    const user = aUser(changes)
    await repository().insert(user)
    return user
  }

  it('come back as they were stored', async () => {
    const user = await store({ role: 'admin', isEnabled: false, lastLoginAt: '2026-03-02T09:00:00.000Z' })
    expect(await repository().findById(user.id)).toEqual(user)
    expect(await repository().findById(newId())).toBeNull()
  })

  it('are found by their name in either case, ё as е, spaces as one', async () => {
    const user = await store({ name: `Алёна  Ёлкина ${newId()}` })
    expect((await repository().findByName(user.name.toUpperCase().replace(/\s+/g, ' ')))?.id).toBe(user.id)
    expect((await repository().findByName(user.name.replaceAll('ё', 'е')))?.id).toBe(user.id)
    expect(await repository().findByName(`${user.name}а`)).toBeNull()
  })

  it('have names that nobody else can take, however they are written', async () => {
    const user = await store({ name: `Пётр ${newId()}` })
    const error = await store({ name: user.name.toUpperCase().replace('Ё', 'Е') }).catch((refused: unknown) => refused)
    expect(database().dialect.isUniqueViolation(error)).toBe(true)
    expect(database().dialect.isUniqueViolation(new Error('something else'))).toBe(false)
  })

  it('change in the named fields only', async () => {
    const user = await store()
    await repository().update(user.id, { now: '2026-03-02T10:00:00.000Z', displayName: 'Новое', role: 'guest' })
    expect(await repository().findById(user.id)).toEqual({ ...user, displayName: 'Новое', role: 'guest' })
    await repository().update(user.id, { now: '2026-03-02T10:00:00.000Z', passwordHash: 'другой' })
    expect(await repository().findById(user.id)).toMatchObject({ displayName: 'Новое', passwordHash: 'другой' })
  })

  it('count as admins only while they are enabled', async () => {
    const before = await repository().countEnabledAdmins()
    await store({ role: 'admin' })
    await store({ role: 'admin', isEnabled: false })
    await store({ role: 'user' })
    expect(await repository().countEnabledAdmins()).toBe(before + 1)
  })

  it('are counted and listed by name, Cyrillic in its own order', async () => {
    const before = await repository().count()
    const suffix = newId()
    for (const name of ['Яна', 'алла', 'Борис']) await store({ name: `${name} ${suffix}` })
    expect(await repository().count()).toBe(before + 3)
    const names = (await repository().list()).filter(({ name }) => name.endsWith(suffix)).map(({ name }) => name)
    expect(names.map((name) => name.split(' ')[0])).toEqual(['алла', 'Борис', 'Яна'])
  })
})
