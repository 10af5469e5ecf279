import { expect, it } from 'vitest'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createBackupNightsRepository } from './backup-nights.repository.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 0, minutes)).toISOString()

describeOnEachDatabase('the night of a backup', (database) => {
  const nights = () => createBackupNightsRepository(database().db)
  const lease = (owner: string, now: number) => ({ owner, now: at(now), until: at(now + 10) })

  it('belongs to one process, until its lease runs out', async () => {
    expect(await nights().claim('2026-03-02', lease('a', 0))).toBe(true)
    expect(await nights().claim('2026-03-02', lease('b', 5))).toBe(false)
    await nights().renew('2026-03-02', { owner: 'a', until: at(30) })
    expect(await nights().claim('2026-03-02', lease('b', 20))).toBe(false)
    expect(await nights().claim('2026-03-02', lease('b', 30))).toBe(true)
    await nights().finish('2026-03-02', { owner: 'a', at: at(31) })
    expect(await nights().isFinished('2026-03-02')).toBe(false)
  })

  it('is claimed by exactly one of many that come at once', async () => {
    const claims = Array.from({ length: 8 }, (_, index) => nights().claim('2026-03-03', lease(`p${index}`, 0)))
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
  })

  it('is over once it is finished, and forgotten after the next', async () => {
    await nights().claim('2026-03-04', lease('a', 0))
    await nights().finish('2026-03-04', { owner: 'a', at: at(1) })
    expect(await nights().isFinished('2026-03-04')).toBe(true)
    expect(await nights().claim('2026-03-04', lease('b', 600))).toBe(false)
    await nights().forgetBefore('2026-03-05')
    expect(await nights().isFinished('2026-03-04')).toBe(false)
  })
})
