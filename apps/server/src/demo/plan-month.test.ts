import { describe, expect, it } from 'vitest'
import { planMonth } from './plan-month.ts'

const now = new Date('2026-11-25T12:00:00.000Z')

describe('a planned month', () => {
  it('is the same for the same day, in order, and never in the future', () => {
    const month = planMonth(now, 'Europe/Moscow')
    expect(planMonth(now, 'Europe/Moscow')).toEqual(month)
    const times = month.map(({ startsAt }) => startsAt.getTime())
    expect(times).toEqual(times.toSorted((left, right) => left - right))
    expect(Math.max(...times)).toBeLessThan(now.getTime())
    expect(now.getTime() - Math.min(...times)).toBeLessThan(31 * 86_400_000)
    expect(month.length).toBeGreaterThan(100)
  })

  it('asks nothing twice in one conversation, and leaves a contact only where nothing was known', () => {
    for (const { turns, lead } of planMonth(now, 'Europe/Moscow')) {
      expect(new Set(turns.map(({ question }) => question)).size).toBe(turns.length)
      expect(turns.some(({ kind }) => kind === 'contact')).toBe(lead !== null)
      if (lead) expect(turns.at(-2)?.kind).toBe('unknown')
    }
  })
})
