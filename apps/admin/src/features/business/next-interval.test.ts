import { describe, expect, it } from 'vitest'
import { nextInterval } from './next-interval.ts'

describe('nextInterval', () => {
  it('begins with a usual day', () => {
    expect(nextInterval([])).toEqual([{ opensAt: '09:00', closesAt: '18:00' }])
  })

  it('takes a lunch break out of a long interval', () => {
    expect(nextInterval([{ opensAt: '09:00', closesAt: '18:00' }])).toEqual([
      { opensAt: '09:00', closesAt: '13:00' },
      { opensAt: '14:00', closesAt: '18:00' },
    ])
  })

  it('adds another behind a short one, within the day', () => {
    const added = nextInterval([{ opensAt: '20:00', closesAt: '22:30' }])
    expect(added).toEqual([
      { opensAt: '20:00', closesAt: '22:30' },
      { opensAt: '23:00', closesAt: '24:00' },
    ])
  })
})
