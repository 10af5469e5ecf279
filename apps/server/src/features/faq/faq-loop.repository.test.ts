import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createFaqCorrectionsRepository } from './faq-corrections.repository.ts'
import { createFaqImportsRepository } from './faq-imports.repository.ts'
import { writeUndo } from './import-undo-text.ts'

const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`
const counts = { new: 3, changed: 2, same: 1, duplicate: 0, faulty: 4 }

describeOnEachDatabase('imports', (database) => {
  const repository = () => createFaqImportsRepository(database().db)
  const begin = async (startedAt = at(0), leaseUntil = at(5)) => {
    const run = {
      id: newId(),
      fileName: 'Вопросы «новые».xlsx',
      counts,
      undo: {
        added: [newId()],
        changed: [{ id: newId(), version: 2, before: { question: 'Ёлка?', phrasings: ['а'] } }],
      },
      startedAt,
      leaseUntil,
    }
    for (const statement of repository().compileBegin({ ...run, undo: await writeUndo(run.undo) }))
      await database().db.executeQuery(statement)
    return run
  }

  it('are kept with everything needed to take them back', async () => {
    const { id, fileName, undo } = await begin()
    expect(await repository().find(id)).toEqual({ id, fileName, counts, undo, appliedAt: null, undoneAt: null })
    expect(await repository().find(newId())).toBeNull()
  })

  it("that run are nobody else's while their lease is renewed", async () => {
    const { id } = await begin(at(0), at(1))
    expect(await repository().abandonedIds(at(1))).not.toContain(id)
    await repository().renewLease(id, at(3))
    expect(await repository().abandonedIds(at(2))).not.toContain(id)
    expect(await repository().abandonedIds(at(4))).toContain(id)
  })

  it('that were taken back meanwhile are not applied', async () => {
    const { id } = await begin()
    await repository().beginUndo(id, { at: at(1), leaseUntil: at(2) })
    expect(await repository().markApplied(id, at(2))).toBe(false)
    expect(await repository().find(id)).toMatchObject({ appliedAt: null })
  })

  it('that a crash cut short are known until they are applied or taken back', async () => {
    const [open, applied, undone, halfUndone] = [await begin(), await begin(), await begin(), await begin()]
    await repository().markApplied(applied.id, at(1))
    await repository().beginUndo(undone.id, { at: at(1), leaseUntil: at(2) })
    await repository().endUndo(undone.id, at(1))
    await repository().beginUndo(halfUndone.id, { at: at(1), leaseUntil: at(2) })
    const unfinished = await repository().abandonedIds(at(6))
    expect(unfinished).toContain(open.id)
    expect(unfinished).toContain(halfUndone.id)
    expect(unfinished).not.toContain(applied.id)
    expect(unfinished).not.toContain(undone.id)
  })

  it('are taken back once, however many ask at the same moment', async () => {
    const { id } = await begin()
    await repository().markApplied(id, at(1))
    const results = await Promise.all(
      [1, 2, 3].map((minute) => repository().beginUndo(id, { at: at(minute), leaseUntil: at(9) })),
    )
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await repository().find(id)).toMatchObject({ undoneAt: expect.any(String) })
  })

  it('that were cut short are claimed once, however many find them', async () => {
    const { id } = await begin()
    const claim = { at: at(6), leaseUntil: at(7), leasesBefore: at(6) }
    const results = await Promise.all([1, 2, 3].map(() => repository().claimAbandoned(id, claim)))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await repository().claimAbandoned(id, { at: at(8), leaseUntil: at(9), leasesBefore: at(8) })).toBe(true)
    expect(await repository().find(id)).toMatchObject({ undoneAt: at(6) })
    const { id: applied } = await begin()
    await repository().markApplied(applied, at(1))
    expect(await repository().claimAbandoned(applied, claim)).toBe(false)
  })

  it('are listed newest first, twenty at most, the running ones not', async () => {
    const running = await begin()
    const applied: string[] = []
    for (let minute = 10; minute < 35; minute++) {
      const { id } = await begin()
      await repository().markApplied(id, at(minute))
      applied.unshift(id)
    }
    const listed = (await repository().list()).map(({ id }) => id)
    expect(listed).toEqual(applied.slice(0, 20))
    expect(listed).not.toContain(running.id)
  })
})

describeOnEachDatabase('corrections', (database) => {
  const repository = () => createFaqCorrectionsRepository(database().db)

  it('can be taken back once', async () => {
    const correction = {
      id: newId(),
      question: 'А ёлка?',
      undo: { excludedFrom: newId(), addedTo: null, created: null },
    }
    await repository().insert(correction, at(0))
    expect(await repository().find(correction.id)).toEqual(correction)
    expect([
      await repository().markUndone(correction.id, at(1)),
      await repository().markUndone(correction.id, at(2)),
    ]).toEqual([true, false])
    expect(await repository().find(correction.id)).toBeNull()
  })

  it('leave out questions that were dismissed, until they are called back', async () => {
    const key = `вопрос ${newId()}`
    for (const minute of [0, 1]) await repository().setDismissed(key, true, at(minute))
    expect((await repository().dismissedKeys()).has(key)).toBe(true)
    await repository().setDismissed(key, false, at(2))
    expect((await repository().dismissedKeys()).has(key)).toBe(false)
  })
})
