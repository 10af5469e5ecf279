import { expect, it } from 'vitest'
import type { Scope } from '#server/platform/actor.ts'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createApiKeysRepository, type StoredApiKey } from './api-keys.repository.ts'

const NOW = '2026-03-02T09:00:00.000Z'

describeOnEachDatabase('API keys', (database) => {
  const repository = () => createApiKeysRepository(database().db)
  const own = (userId: string): Scope => ({ kind: 'owner', userId, includeSystem: false })
  const all: Scope = { kind: 'all' }

  async function store(ownerId: string | null, changes: Partial<StoredApiKey> = {}, keyHash: string = newId()) {
    const key: StoredApiKey = {
      id: newId(),
      ownerKind: ownerId === null ? 'system' : 'user',
      ownerId,
      name: 'Сайт',
      hint: 'sk-sec-AbCd…WxYz',
      scopes: ['chat'],
      allowedOrigins: ['https://site.example'],
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
      createdAt: NOW,
      ...changes,
    }
    await repository().insert({ ...key, keyHash, createdBy: ownerId })
    return key
  }

  it('come back as they were stored, newest first, page by page', async () => {
    const owner = newId()
    const [first, second, third] = [await store(owner), await store(owner, { scopes: [] }), await store(owner)]
    const page = (beforeId: string | null) =>
      repository().page(own(owner), { withRevoked: false }, { beforeId, limit: 2 })
    expect(await page(null)).toEqual([third, second])
    expect(await page(second.id)).toEqual([first])
  })

  it('are seen and changed by their owner alone', async () => {
    const [owner, stranger] = [newId(), newId()]
    const [key, system] = [await store(owner), await store(null)]
    for (const { id } of [key, system]) {
      expect(await repository().find(own(stranger), id)).toBeNull()
      expect(await repository().update(own(stranger), id, { name: 'Mine' })).toBe(false)
      expect(await repository().revoke(own(stranger), id, NOW)).toBe(false)
    }
    expect(await repository().page(own(stranger), { withRevoked: true }, { beforeId: null, limit: 10 })).toEqual([])
    expect(await repository().find(all, system.id)).toEqual(system)
  })

  it('change in what is named only', async () => {
    const key = await store(newId(), { expiresAt: '2027-01-01T00:00:00.000Z' })
    expect(await repository().update(all, key.id, { scopes: ['audio', 'models'] })).toBe(true)
    expect(await repository().find(all, key.id)).toEqual({ ...key, scopes: ['audio', 'models'] })
    await repository().update(all, key.id, { expiresAt: null, allowedOrigins: [] })
    expect(await repository().find(all, key.id)).toMatchObject({ expiresAt: null, allowedOrigins: [] })
  })

  it('end once, and can not be changed any more', async () => {
    const owner = newId()
    const key = await store(owner)
    expect(await repository().revoke(own(owner), key.id, NOW)).toBe(true)
    expect(await repository().revoke(own(owner), key.id, NOW)).toBe(false)
    expect(await repository().update(all, key.id, { name: 'Again' })).toBe(false)
    expect((await repository().listLive()).map(({ id }) => id)).not.toContain(key.id)
    expect(await repository().page(own(owner), { withRevoked: true }, { beforeId: null, limit: 10 })).toHaveLength(1)
  })

  it('share no hash, and belong to a user or to the system', async () => {
    await store(newId(), {}, 'the same')
    const twice = await store(newId(), {}, 'the same').catch((error: unknown) => error)
    expect(database().dialect.isUniqueViolation(twice)).toBe(true)
    await expect(store(null, { ownerKind: 'user' })).rejects.toThrow()
  })
})
