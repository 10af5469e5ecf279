import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyDigits, formatMoney, fromMinorUnits, toMinorUnits } from './money.ts'

/** Ordinary spaces, so that expectations can be typed. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('money', () => {
  it('has as many minor units as its currency', () => {
    expect(['RUB', 'JPY', 'KWD', 'KRW'].map(currencyDigits)).toEqual([2, 0, 3, 0])
    expect(toMinorUnits(1990.5, 'RUB')).toBe(199_050)
    expect(toMinorUnits(500, 'JPY')).toBe(500)
    expect(toMinorUnits(12.345, 'KWD')).toBe(12_345)
    expect(toMinorUnits(1.005, 'RUB')).toBe(101)
  })

  it('is written with all of its decimals or with none', () => {
    expect(plain(formatMoney(199_000, 'RUB', 'ru'))).toBe('1 990 ₽')
    expect(plain(formatMoney(199_050, 'RUB', 'ru'))).toBe('1 990,50 ₽')
    expect(formatMoney(500, 'JPY', 'en')).toBe('¥500')
    expect(plain(formatMoney(12_340, 'KWD', 'en'))).toBe('KWD 12.340')
  })

  it('is the same after it was shown in a field and stored again', () => {
    const currency = fc.constantFrom('RUB', 'USD', 'JPY', 'KWD', 'BHD', 'VND', 'CLF')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e13 }), currency, (amountMinor, code) => {
        expect(toMinorUnits(fromMinorUnits(amountMinor, code), code)).toBe(amountMinor)
      }),
    )
  })
})
