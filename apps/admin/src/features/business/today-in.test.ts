import { expect, it } from 'vitest'
import { todayIn } from './today-in.ts'

it('is another day further east before it is here', () => {
  const evening = new Date('2026-11-24T22:30:00Z')
  expect(todayIn('UTC', evening)).toBe('2026-11-24')
  expect(todayIn('Europe/Moscow', evening)).toBe('2026-11-25')
})
