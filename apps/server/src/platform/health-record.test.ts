import { describe, expect, it } from 'vitest'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createHealthRecord } from './health-record.ts'

const { signal } = new AbortController()

async function* parts(ending: 'well' | 'badly') {
  yield 1
  if (ending === 'badly') throw new Error('gone')
  yield 2
}

async function ask(record: ReturnType<typeof createHealthRecord>, ending: 'well' | 'badly', given = signal) {
  const seen: number[] = []
  try {
    for await (const part of record.watch(parts(ending), { signal: given })) seen.push(part)
  } catch {
    // What the record makes of it is what is tested.
  }
  return seen
}

describe('a record of health', () => {
  it('knows nothing until somebody asked, then how it went, and since when it fails', async () => {
    const clock = createTestClock()
    let turns = 0
    const record = createHealthRecord(clock, () => turns++)
    expect(record.health()).toEqual({ state: 'unknown', failingSince: null })
    expect(await ask(record, 'well')).toEqual([1, 2])
    expect(record.health()).toEqual({ state: 'working', failingSince: null })
    const since = clock.now().toISOString()
    expect(await ask(record, 'badly')).toEqual([1])
    clock.advance(60_000)
    await ask(record, 'badly')
    expect(record.health()).toEqual({ state: 'failing', failingSince: since })
    expect(turns).toBe(1)
    await ask(record, 'well')
    expect([record.health().state, turns]).toEqual(['working', 2])
  })

  it('says nothing of what was cancelled or left early', async () => {
    const record = createHealthRecord(createTestClock())
    await ask(record, 'badly', AbortSignal.abort())
    for await (const _ of record.watch(parts('well'), { signal })) break
    expect(record.health().state).toBe('unknown')
    for await (const _ of record.watch(parts('well'), { signal, isLast: (part) => part === 1 })) break
    expect(record.health().state).toBe('working')
  })
})
