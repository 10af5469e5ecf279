import { expect, it } from 'vitest'
import { timeZones } from './time-zones.ts'

const labels = (language: string, zones: string[]) =>
  timeZones(zones[0] ?? '', language, zones).map(({ label }) => label)

it('names zones in the language of the panel, from west to east', () => {
  const zones = ['Asia/Yekaterinburg', 'Europe/Moscow', 'America/Sao_Paulo']
  expect(labels('ru', zones)).toEqual([
    'Sao Paulo · GMT-3',
    'Москва, Санкт-Петербург · GMT+3',
    'Екатеринбург, Уфа, Пермь · GMT+5',
  ])
  expect(labels('en', zones)).toEqual(['Sao Paulo · GMT-3', 'Moscow · GMT+3', 'Yekaterinburg · GMT+5'])
})

it('tells every zone from every other, and keeps one that it does not know', () => {
  for (const language of ['ru', 'en']) {
    const found = timeZones('Mars/Base_One', language)
    expect(new Set(found.map(({ label }) => label)).size).toBe(found.length)
    expect(found.find(({ value }) => value === 'Mars/Base_One')?.label).toBe('Base One')
  }
})
