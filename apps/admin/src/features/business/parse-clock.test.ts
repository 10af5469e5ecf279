import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseClock } from './parse-clock.ts'

describe('parseClock', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['0930', '09:30'],
    ['9.30', '09:30'],
    [' 18 00 ', '18:00'],
    ['18-30', '18:30'],
    ['24:00', '24:00'],
    ['0', '00:00'],
    ['9:30 pm', '21:30'],
    ['12am', '00:00'],
    ['12 PM', '12:00'],
  ])('reads %j as %s', (typed, clock) => {
    expect(parseClock(typed)).toBe(clock)
  })

  it.each(['', 'утром', '25', '9:75', '24:01', '13pm', '0am', '9:3', '99999'])('refuses %j', (typed) => {
    expect(parseClock(typed)).toBeNull()
  })

  it('gives back every time of the day it is given, and never anything else than a time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
        expect(parseClock(clock)).toBe(clock)
      }),
    )
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(parseClock(typed) ?? '00:00').toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)
      }),
    )
  })
})
