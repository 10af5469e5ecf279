import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createFaqRepository } from './faq.repository.ts'
import { createFaqImportsRepository } from './faq-imports.repository.ts'
import { createFaqImportsService } from './faq-imports.service.ts'

const mapping = { hasHeading: true, columns: { question: 0, answer: 1 } }
const rows = (questions: readonly string[], answer: string) =>
  Buffer.from(['question,answer', ...questions.map((question) => `${question},${answer}`)].join('\n'))
const { signal } = new AbortController()

// A process that died renews no lease: here its timers would run on.
beforeAll(() => void vi.useFakeTimers({ toFake: ['setInterval'] }))
afterAll(() => void vi.useRealTimers())

describeOnEachDatabase('an import', (database) => {
  const clock = createTestClock()
  /** Another one for each test: entries of the others are nobody's business. */
  const questions = (count: number) => {
    const mark = newId()
    return Array.from({ length: count }, (_, index) => `Вопрос ${index} ${mark}?`)
  }

  /** A process with its own memory, which dies after so many writes: nothing it waits for comes any more. */
  async function aProcess({ writes = Number.POSITIVE_INFINITY } = {}) {
    const { db, dialect } = database()
    const real = await dialect.openWriter()
    let left = writes
    const writer: DurableWriter = {
      commit: (unit) => (left-- > 0 ? real.commit(unit) : new Promise(() => {})),
      close: () => real.close(),
    }
    const service = createFaqImportsService({
      repository: createFaqRepository(db),
      imports: createFaqImportsRepository(db),
      // What the index holds is no part of this.
      index: { async putMany() {} } as unknown as Parameters<typeof createFaqImportsService>[0]['index'],
      configChanges: { bump: async () => {} } as unknown as Parameters<
        typeof createFaqImportsService
      >[0]['configChanges'], // Nor who hears of it.
      writer,
      clock,
    })
    const upload = async (bytes: Uint8Array) =>
      (await service.upload(bytes, { ownerId: null, fileName: 'таблица.csv' }, signal)).id
    return {
      service,
      import: async (bytes: Uint8Array) => service.apply(await upload(bytes), null, mapping, signal),
      hasDied: () => left < 0,
      close: () => real.close(),
    }
  }
  async function answers(wanted: readonly string[]) {
    const all = await createFaqRepository(database().db).pageById('', 100_000)
    return all.filter(({ question }) => wanted.includes(question)).map(({ answer }) => answer)
  }
  const died = (process: { hasDied(): boolean }) => expect.poll(() => process.hasDied(), { timeout: 20_000 }).toBe(true)

  it('that a crash cut short is taken back whole, also when that is cut short again, and once only', async () => {
    const [old, fresh] = [questions(250), questions(250)]
    const before = await aProcess()
    await before.import(rows(old, 'как было'))
    // The beginning, the new ones, and some of the changes.
    const first = await aProcess({ writes: 1 + 3 + 4 })
    first.import(rows([...fresh, ...old], 'наполовину')).catch(() => {}) // It never ends: its process is dead.
    await died(first)
    expect(await answers([...fresh, ...old])).toContain('наполовину')
    clock.advance(60_000)
    const second = await aProcess({ writes: 2 })
    second.service.recover(null).catch(() => {})
    await died(second)
    expect(await answers([...fresh, ...old])).toContain('наполовину')
    clock.advance(60_000)
    const third = await aProcess()
    expect(await third.service.recover(null)).toBe(1)
    expect(await answers(fresh)).toEqual([])
    expect(new Set(await answers(old))).toEqual(new Set(['как было']))
    expect(await answers(old)).toHaveLength(250)
    clock.advance(60_000)
    expect(await third.service.recover(null)).toBe(0)
    for (const one of [before, first, second, third]) await one.close()
  }, 30_000)

  it('that was being taken back on request is taken back whole', async () => {
    const [old, fresh] = [questions(250), questions(250)]
    const process = await aProcess()
    await process.import(rows(old, 'как было'))
    const { id } = await process.import(rows([...fresh, ...old], 'новое'))
    const first = await aProcess({ writes: 2 })
    first.service.undo(id).catch(() => {})
    await died(first)
    expect(await answers([...fresh, ...old])).toContain('новое')
    // Somebody has it in hand, as far as anybody knows.
    expect(await process.service.recover(null)).toBe(0)
    await expect(process.service.undo(id)).rejects.toMatchObject({ code: 'import_already_undone' })
    clock.advance(60_000)
    expect(await process.service.recover(null)).toBe(1)
    expect(await answers(fresh)).toEqual([])
    expect(new Set(await answers(old))).toEqual(new Set(['как было']))
    for (const one of [process, first]) await one.close()
  }, 30_000)

  it('of another process is left alone while that lives, and by one that is alone taken back at once', async () => {
    const fresh = questions(250)
    const other = await aProcess({ writes: 2 })
    other.import(rows(fresh, 'идёт')).catch(() => {})
    await died(other)
    const here = await aProcess()
    const startedAt = clock.now()
    expect(await here.service.recover(null)).toBe(0)
    clock.advance(1)
    // Whoever was alone only before the import began knows nothing of it.
    expect(await here.service.recover(new Date(startedAt.getTime() - 1))).toBe(0)
    expect(await here.service.recover(clock.now())).toBe(1)
    expect(await answers(fresh)).toEqual([])
    for (const one of [other, here]) await one.close()
  }, 30_000)
})
