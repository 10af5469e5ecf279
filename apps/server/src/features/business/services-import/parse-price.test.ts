import { toMinorUnits } from '@secretary/contracts/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyOf } from './currency-names.ts'
import { parsePrice } from './parse-price.ts'

const plain = { currency: null, isPriceFrom: false, unit: null }

describe('a price', () => {
  it.each([
    ['1 990,50 руб.', { amount: 1990.5, currency: 'RUB' }],
    ['1\u00a0990,50\u202f₽', { amount: 1990.5, currency: 'RUB' }],
    ['от 3000', { amount: 3000, isPriceFrom: true }],
    ['ОТ 1 500 ₽', { amount: 1500, currency: 'RUB', isPriceFrom: true }],
    ['от3000р', { amount: 3000, currency: 'RUB', isPriceFrom: true }],
    ['1500 ₽/час', { amount: 1500, currency: 'RUB', unit: 'час' }],
    ['1500 руб./час', { amount: 1500, currency: 'RUB', unit: 'час' }],
    ['1500р за сеанс', { amount: 1500, currency: 'RUB', unit: 'сеанс' }],
    ['900 руб/м²', { amount: 900, currency: 'RUB', unit: 'м²' }],
    ['from $20 per hour', { amount: 20, currency: 'USD', isPriceFrom: true, unit: 'hour' }],
    ['$1,990.50', { amount: 1990.5, currency: 'USD' }],
    ['1.990,50 €', { amount: 1990.5, currency: 'EUR' }],
    ['1.500', { amount: 1500 }],
    ['12,5', { amount: 12.5 }],
    ['0,500', { amount: 0.5 }],
    ['1500.-', { amount: 1500 }],
    ['1 500 000 сум', { amount: 1_500_000, currency: 'UZS' }],
    ['45 бел. руб.', { amount: 45, currency: 'BYN' }],
    ['100 CHF', { amount: 100, currency: 'CHF' }],
    ['1500 руб. 50 коп.', { amount: 1500.5, currency: 'RUB' }],
    ['3 тыс. руб.', { amount: 3000, currency: 'RUB' }],
    ['1,5к', { amount: 1500 }],
    ['2 000–3 000 ₽', { amount: 2000, currency: 'RUB', isPriceFrom: true }],
    ['от 2000 до 3000 руб.', { amount: 2000, currency: 'RUB', isPriceFrom: true }],
    ['2-3 тыс. ₽', { amount: 2000, currency: 'RUB', isPriceFrom: true }],
    ['3000+', { amount: 3000, isPriceFrom: true }],
    ['бесплатно', { amount: 0 }],
    ['Free', { amount: 0 }],
    ['0', { amount: 0 }],
    ['договорная', { amount: null }],
    ['По договорённости', { amount: null }],
    ['on request', { amount: null }],
    ['—', { amount: null }],
  ])('%s', (cell, price) => {
    expect(parsePrice(cell, 'RUB')).toEqual({ ...plain, ...price })
  })

  it.each([
    'дорого',
    '-500',
    '10 50',
    '1,2,3',
    '1500 или 2000',
    '100 $ 200 €',
    '3000-2000',
    '100 хкк',
    '100 xyq',
    '+7 999 123-45-67',
    '=1+1',
    '1'.repeat(200),
  ])('%s is not guessed at', (cell) => {
    expect(parsePrice(cell, 'RUB')).toBeNull()
  })

  it('is read back however its number is grouped, its currency named and "from" said', () => {
    fc.assert(
      fc.property(
        fc.record({
          minor: fc.integer({ min: 0, max: 999_999_999 }),
          group: fc.constantFrom('', ' ', '\u00a0', '\u202f', "'"),
          point: fc.constantFrom(',', '.'),
          sign: fc.constantFrom('₽', ' руб.', ' р.', ' RUB', '€', ' евро', ' $', ' тг', ''),
          from: fc.constantFrom('от ', 'From ', ''),
          unit: fc.constantFrom('час', 'hour', 'м²', null),
        }),
        ({ minor, group, point, sign, from, unit }) => {
          const whole = String(Math.floor(minor / 100)).replace(/\B(?=(\d{3})+$)/g, group)
          const cell = `${from}${whole}${point}${String(minor % 100).padStart(2, '0')}${sign}${unit ? `/${unit}` : ''}`
          const price = parsePrice(cell, 'RUB')
          expect(price).toEqual({
            amount: minor / 100,
            currency: sign === '' ? null : currencyOf(sign),
            isPriceFrom: from !== '',
            unit,
          })
          expect(toMinorUnits(price?.amount ?? -1, 'RUB')).toBe(minor)
        },
      ),
    )
  })

  it('is a sane number or nothing, whatever the cell', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 130 }),
      fc.string({ unit: fc.constantFrom(...'0123456789 .,-–/+₽$рубот кзадо'), maxLength: 125 }),
    )
    fc.assert(
      fc.property(cell, (text) => {
        const price = parsePrice(text, 'RUB')
        if (price === null) return
        expect(price.amount === null || (Number.isFinite(price.amount) && price.amount >= 0)).toBe(true)
        expect(price.currency === null || /^[A-Z]{3}$/.test(price.currency)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

it('knows thousandths where they are coins', () => {
  expect(parsePrice('1.500', 'RUB')?.amount).toBe(1500)
  expect(parsePrice('1.500 USD', 'KWD')?.amount).toBe(1500)
  expect(parsePrice('12.345', 'KWD')?.amount).toBe(12.345)
  expect(parsePrice('12.345 KWD', 'RUB')?.amount).toBe(12.345)
  expect(parsePrice('1,500', 'KWD')?.amount).toBe(1500)
})
