import type { Service } from '@secretary/contracts/business.contract'
import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createServicesRepository } from './services.repository.ts'

describeOnEachDatabase('services of the business', (database) => {
  const repository = () => createServicesRepository(database().db)
  const store = async (changes: Partial<Service> = {}) => {
    const service: Service = {
      id: newId(),
      name: `Стрижка ${newId()}`,
      priceMinor: 350_000,
      currency: 'RUB',
      isPriceFrom: true,
      unit: 'процедура',
      durationMinutes: 45,
      position: 0,
      updatedAt: '2026-03-02T09:00:00.000Z',
      ...changes,
    }
    await repository().insert(service)
    return service
  }

  it('come back as they were stored, without a price too, and with the largest one', async () => {
    const plain = await store()
    const empty = await store({ priceMinor: null, isPriceFrom: false, unit: null, durationMinutes: null })
    const dear = await store({ priceMinor: 9_000_000_000_000 })
    for (const service of [plain, empty, dear]) expect(await repository().find(service.id)).toEqual(service)
    expect(await repository().find(newId())).toBeNull()
  })

  it('stand in the order of the owner', async () => {
    const [last, first] = [await store({ position: 900 }), await store({ position: 800 })]
    const mine = (await repository().list()).filter(({ id }) => [last.id, first.id].includes(id))
    expect(mine.map(({ id }) => id)).toEqual([first.id, last.id])
  })

  it('have a name of their own, in either case and with ё or е', async () => {
    const service = await store({ name: `Чёлка ${newId()}` })
    const error = await store({ name: service.name.toUpperCase().replace('Ё', 'Е') }).catch((refused) => refused)
    expect(database().dialect.isUniqueViolation(error)).toBe(true)
    const other = await store()
    const renamed = await repository()
      .update({ ...other, name: service.name })
      .catch((refused) => refused)
    expect(database().dialect.isUniqueViolation(renamed)).toBe(true)
  })

  it('change as a whole and leave their name free once they are deleted', async () => {
    const service = await store()
    const changed = { ...service, priceMinor: null, isPriceFrom: false, position: 3 }
    await repository().update(changed)
    expect(await repository().find(service.id)).toEqual(changed)
    expect([await repository().delete(service.id), await repository().delete(service.id)]).toEqual([true, false])
    await expect(store({ name: service.name })).resolves.toBeDefined()
  })
})
