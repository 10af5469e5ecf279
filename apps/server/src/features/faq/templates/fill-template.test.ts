import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BusinessFacts } from '#server/features/business/business.service.ts'
import { fillTemplate } from './fill-template.ts'

const service = {
  id: '1',
  currency: 'RUB',
  position: 0,
  updatedAt: '',
  isPriceFrom: false,
  unit: null,
  durationMinutes: null,
}
const facts: BusinessFacts = {
  now: new Date('2026-11-24T11:05:00Z'),
  timeZone: 'Europe/Moscow',
  language: 'ru',
  businessName: 'Клиника',
  description: null,
  phone: '+7 495 123-45-67',
  address: null,
  workingHours: { weekly: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }, exceptions: [] },
  services: [
    {
      ...service,
      name: 'Чистка зубов',
      priceMinor: 350_000,
      isPriceFrom: true,
      unit: 'процедуру',
      durationMinutes: 90,
    },
    { ...service, name: 'Осмотр', priceMinor: null },
  ],
}
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('blanks of an answer', () => {
  it.each([
    ['Сейчас {current_time}, {day_of_week}, {current_date}', 'Сейчас 14:05, вторник, 24 ноября 2026 г.'],
    ['Звоните: {phone}', 'Звоните: +7 495 123-45-67'],
    ['{price:чистка  ЗУБОВ}, {duration:Чистка зубов}', 'от 3 500 ₽ за процедуру, 1 ч 30 мин'],
    ['{unknown} и {price} остаются, {} тоже', '{unknown} и {price} остаются, {} тоже'],
  ])('%s', (text, filled) => {
    const result = fillTemplate(text, facts)
    expect([plain(result.text), result.missing]).toEqual([filled, []])
  })

  it('speak the language of the conversation', () => {
    expect(plain(fillTemplate('{price:Чистка зубов}, {day_of_week}', { ...facts, language: 'en' }).text)).toBe(
      'from ₽3,500 per процедуру, Tuesday',
    )
  })

  it('without a value are reported, once each', () => {
    expect(fillTemplate('{address} {address} {working_hours} {price:Осмотр} {price:Нет такой}', facts).missing).toEqual(
      ['{address}', '{working_hours}', '{price:Осмотр}', '{price:Нет такой}'],
    )
  })

  it('put in data that is never looked at again', () => {
    expect(fillTemplate('{phone}', { ...facts, phone: '{price:Чистка зубов}$&' }).text).toBe('{price:Чистка зубов}$&')
  })

  it('take any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void fillTemplate(text, facts)))
    expect(fillTemplate('{'.repeat(500_000), facts).text).toHaveLength(500_000)
  })
})
