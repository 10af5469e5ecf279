import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDuration } from './parse-duration.ts'

describe('a duration', () => {
  it.each([
    ['30 мин', 30],
    ['1 ч', 60],
    ['1 ч 30 мин', 90],
    ['1ч30м', 90],
    ['1 ч. 30 мин.', 90],
    ['1 час 15', 75],
    ['1,5 часа', 90],
    ['1.5 h', 90],
    ['2 hours and 15 minutes', 135],
    ['1:30', 90],
    ['01:30:00', 90],
    ['45', 45],
    ['2 дня', 2880],
    ['полчаса', 30],
    ['Полтора часа', 90],
    ['30–40 мин', 40],
    ['1-2 ч', 120],
    ['30 мин – 1 ч', 60],
    ['от 30 мин до 1 часа', 60],
    ['до 2 часов', 120],
    ['около 40 минут', 40],
    ['0', 0],
  ])('%s is %i minutes', (cell, minutes) => {
    expect(parseDuration(cell)).toBe(minutes)
  })

  it.each(['долго', '30 мин 1 ч', '1 30', '1:75', '-5', '30 попугаев', 'мин', '1 ч 1 ч', '1 -', '9'.repeat(90)])(
    '%s is not guessed at',
    (cell) => {
      expect(parseDuration(cell)).toBeNull()
    },
  )

  it('is read back in any spelling', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 1, max: 59 }),
        fc.constantFrom(['ч', 'мин'], ['час.', 'минут'], ['h', 'm'], ['hours', 'min']),
        fc.constantFrom(' ', '', '\u00a0'),
        (hours, minutes, [hour, minute], space) => {
          const total = hours * 60 + minutes
          expect(parseDuration(`${hours}${space}${hour} ${minutes}${space}${minute}`)).toBe(total)
          expect(parseDuration(`${hours}:${String(minutes).padStart(2, '0')}`)).toBe(total)
          expect(parseDuration(`${total}${space}${minute}`)).toBe(total)
        },
      ),
    )
  })

  it('is a whole number or nothing, whatever the cell', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      fc.string({ unit: fc.constantFrom(...'0123456789 .,:-–чминдотh'), maxLength: 80 }),
    )
    fc.assert(
      fc.property(cell, (text) => {
        const minutes = parseDuration(text)
        expect(minutes === null || (Number.isSafeInteger(minutes) && minutes >= 0)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
