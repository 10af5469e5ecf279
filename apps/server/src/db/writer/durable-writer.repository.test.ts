import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import type { DurableWriter } from './durable-writer.ts'

describeOnEachDatabase('the durable writer', (database) => {
  const insert = (key: string, value = 'да') =>
    database()
      .db.insertInto('settings')
      .values({ key, value, version: 1, updated_at: '2026-03-02T09:00:00.000Z' })
      .compile()
  const stored = async (prefix: string) =>
    (await database().db.selectFrom('settings').select('key').where('key', 'like', `${prefix}%`).execute()).length

  async function withWriter<T>(use: (writer: DurableWriter) => Promise<T>): Promise<T> {
    const writer = await database().dialect.openWriter()
    try {
      return await use(writer)
    } finally {
      await writer.close()
    }
  }

  it('has stored a unit by the time it says so', async () => {
    const key = newId()
    await withWriter(async (writer) => {
      await writer.commit([insert(key, 'Ёлка «🙂»\nи "кавычки"')])
      const row = await database()
        .db.selectFrom('settings')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirstOrThrow()
      expect(row.value).toBe('Ёлка «🙂»\nи "кавычки"')
    })
  })

  it('stores a thousand units that come at once, each with all of its statements', async () => {
    const prefix = newId()
    await withWriter(async (writer) => {
      const units = Array.from({ length: 1_000 }, (_, index) => [
        insert(`${prefix}-${index}-a`),
        insert(`${prefix}-${index}-b`),
      ])
      await Promise.all(units.map((unit) => writer.commit(unit)))
      expect(await stored(prefix)).toBe(2_000)
    })
  })

  it('lets a unit that is refused fail alone and leaves nothing of it', async () => {
    const prefix = newId()
    await withWriter(async (writer) => {
      await writer.commit([insert(`${prefix}-taken`)])
      const results = await Promise.allSettled([
        writer.commit([insert(`${prefix}-1`)]),
        writer.commit([insert(`${prefix}-half`), insert(`${prefix}-taken`)]),
        writer.commit([insert(`${prefix}-2`)]),
        writer.commit([{ ...insert(`${prefix}-3`), sql: 'insert into nowhere values (1)' }]),
        writer.commit([insert(`${prefix}-4`)]),
      ])
      expect(results.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ])
      expect(await stored(prefix)).toBe(4)
      const [, refused] = results
      expect(refused?.status === 'rejected' && database().dialect.isUniqueViolation(refused.reason)).toBe(true)
    })
  })

  it('stores the units of one caller in their order', async () => {
    const key = newId()
    await withWriter(async (writer) => {
      await writer.commit([insert(key, '0')])
      const set = (value: number) =>
        database()
          .db.updateTable('settings')
          .set({ value: String(value) })
          .where('key', '=', key)
          .compile()
      for (let value = 1; value <= 20; value++) await writer.commit([set(value)])
      const row = await database().db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
      expect(row?.value).toBe('20')
    })
  })

  it('commits an empty unit', async () => {
    await withWriter(async (writer) => expect(await writer.commit([])).toBeUndefined())
  })

  it('closes once everything it was given is stored', async () => {
    const prefix = newId()
    const writer = await database().dialect.openWriter()
    const written = Array.from({ length: 500 }, (_, index) => writer.commit([insert(`${prefix}-${index}`)]))
    await writer.close()
    await Promise.all(written)
    expect(await stored(prefix)).toBe(500)
  })

  it('can be closed twice', async () => {
    const writer = await database().dialect.openWriter()
    await writer.close()
    await writer.close()
  })
})
