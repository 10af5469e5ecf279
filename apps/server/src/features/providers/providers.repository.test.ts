import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createProvidersRepository, type StoredProvider } from './providers.repository.ts'

describeOnEachDatabase('connections to models', (database) => {
  const repository = () => createProvidersRepository(database().db)
  const store = async (changes: Partial<StoredProvider> = {}) => {
    const id = newId()
    const provider: StoredProvider = {
      id,
      name: `Модель ${id}`,
      slug: id,
      type: 'custom',
      baseUrl: 'http://127.0.0.1:8000/v1',
      model: 'small',
      contextWindowTokens: 131_072,
      isDefault: false,
      isEnabled: true,
      createdAt: '2026-03-02T09:00:00.000Z',
      updatedAt: '2026-03-02T09:00:00.000Z',
      ...changes,
    }
    await repository().insert(provider)
    return provider
  }

  it('come back as they were stored, oldest first', async () => {
    const late = await store({ createdAt: '2026-03-02T10:00:00.000Z', isEnabled: false })
    const early = await store({ createdAt: '2026-03-02T08:00:00.000Z', isDefault: true })
    expect(await repository().find(late.id)).toEqual(late)
    expect(await repository().find(newId())).toBeNull()
    const mine = (await repository().list()).filter(({ id }) => [late.id, early.id].includes(id))
    expect(mine).toEqual([early, late])
  })

  it('have one default: whichever was named last', async () => {
    const [first, second] = [await store({ isDefault: true }), await store()]
    await repository().setDefault(second.id)
    const defaults = (await repository().list()).filter(({ isDefault }) => isDefault)
    expect(defaults.map(({ id }) => id)).toEqual([second.id])
    await repository().setDefault(first.id)
    expect(await repository().find(second.id)).toMatchObject({ isDefault: false })
  })

  it('share neither their name nor their short name', async () => {
    const provider = await store({ name: `Ещё одна ${newId()}` })
    for (const taken of [{ name: provider.name.toUpperCase() }, { slug: provider.slug }]) {
      const error = await store(taken).catch((refused: unknown) => refused)
      expect(database().dialect.isUniqueViolation(error)).toBe(true)
    }
  })

  it('change as a whole, and are gone once deleted', async () => {
    const provider = await store()
    const changed = { ...provider, model: 'large', isEnabled: false, contextWindowTokens: 8_192 }
    await repository().update(changed)
    expect(await repository().find(provider.id)).toEqual(changed)
    await repository().delete(provider.id)
    expect(await repository().find(provider.id)).toBeNull()
  })
})
