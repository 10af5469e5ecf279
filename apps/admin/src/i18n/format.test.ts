import { describe, expect, it } from 'vitest'
import { createFormat } from './format.ts'

const now = () => new Date('2026-11-22T11:05:00.000Z')
const ru = createFormat({ language: 'ru', timeZone: 'Europe/Moscow', now })
const en = createFormat({ language: 'en', timeZone: 'Europe/London', now })
/** Ordinary spaces, so that expectations can be typed. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('format', () => {
  it('writes numbers and money', () => {
    expect(plain(ru.number(1234.5))).toBe('1 234,5')
    expect(plain(ru.money(199_000, 'RUB'))).toBe('1 990 ₽')
    expect(plain(ru.money(199_050, 'RUB'))).toBe('1 990,50 ₽')
    expect(en.money(199_000, 'RUB')).toBe('₽1,990')
    expect(plain(ru.money(500, 'JPY'))).toBe('500 ¥')
  })

  it('writes times in the zone of the business', () => {
    expect(ru.dateTime('2026-11-22T11:05:00.000Z')).toBe('22 ноября, 14:05')
    expect(en.dateTime('2026-11-22T11:05:00.000Z')).toBe('November 22, 11:05')
    expect(ru.date('2025-12-31T22:00:00.000Z')).toBe('1 января')
    expect(plain(ru.date('2025-12-31T20:00:00.000Z'))).toBe('31 декабря 2025 г.')
    expect(ru.time('2026-11-22T21:00:00.000Z')).toBe('00:00')
  })

  it('says how long ago, under a day', () => {
    expect(ru.relative('2026-11-22T11:00:00.000Z')).toBe('5 минут назад')
    expect(ru.relative('2026-11-22T11:04:50.000Z')).toBe('сейчас')
    expect(en.relative('2026-11-22T08:05:00.000Z')).toBe('3 hours ago')
    expect(ru.relative('2026-11-20T11:05:00.000Z')).toBe('20 ноября, 14:05')
  })

  it('writes durations and sizes', () => {
    expect(plain(ru.duration(125))).toBe('2 мин 5 с')
    expect(plain(ru.duration(0))).toBe('0 с')
    expect(plain(ru.duration(4205))).toBe('1 ч 10 мин')
    expect(plain(en.duration(59.6))).toBe('1 min')
    expect(plain(ru.fileSize(4_230_000))).toBe('4,2 МБ')
    expect(plain(en.fileSize(999))).toBe('999 B')
  })
})
