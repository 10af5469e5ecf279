import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import type { Executor } from './database.ts'
import { createUnitOfWork } from './unit-of-work.ts'

describeOnEachDatabase('a unit of work', (database) => {
  const row = (key: string) => ({ key, value: '1', version: 1, updated_at: '2026-03-02T09:00:00.000Z' })
  const insert = (executor: Executor, key: string) => executor.insertInto('settings').values(row(key)).execute()
  const stored = async (key: string) =>
    (await database().db.selectFrom('settings').select('key').where('key', '=', key).execute()).length === 1

  it('is stored as a whole, and gives back what its work returns', async () => {
    const key = newId()
    const result = await createUnitOfWork(database().db).run(async (executor) => {
      await insert(executor, key)
      return 7
    })
    expect([result, await stored(key)]).toEqual([7, true])
  })

  it('leaves nothing where its work fails, and the next one works', async () => {
    const [lost, kept] = [newId(), newId()]
    const { run } = createUnitOfWork(database().db)
    const failing = run(async (executor) => {
      await insert(executor, lost)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await run((executor) => insert(executor, kept))
    expect([await stored(lost), await stored(kept)]).toEqual([false, true])
  })

  it('may read before it writes while acknowledged messages are being stored beside it', async () => {
    const writer = await database().dialect.openWriter()
    const { run } = createUnitOfWork(database().db)
    try {
      for (let round = 0; round < 20; round++) {
        const [key, other] = [newId(), newId()]
        let written: Promise<void> | undefined
        await run(async (executor) => {
          await executor.selectFrom('settings').selectAll().execute()
          written = writer.commit([database().db.insertInto('settings').values(row(other)).compile()])
          await new Promise((resolve) => setImmediate(resolve))
          await insert(executor, key)
        })
        await written
        expect([await stored(key), await stored(other)]).toEqual([true, true])
      }
    } finally {
      await writer.close()
    }
  })
})
