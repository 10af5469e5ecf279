import { expect, it } from 'vitest'
import { timeZones } from './time-zones.ts'

const labels = (language: string, zones: string[], present = zones[0] ?? '') =>
  timeZones(present, language, zones).map(({ label }) => label)

it('names zones in the language of the panel, from west to east', () => {
  expect(labels('ru', ['Asia/Yekaterinburg', 'Europe/Moscow'])).toEqual(['Москва, GMT+3', 'Екатеринбург, GMT+5'])
  expect(labels('en', ['Asia/Yekaterinburg', 'Europe/Moscow'])).toEqual(['Moscow, GMT+3', 'Yekaterinburg, GMT+5'])
})

it('tells zones of one name apart, and keeps a zone that it does not know', () => {
  const found = timeZones('Mars/Base_One', 'ru', Intl.supportedValuesOf('timeZone'))
  expect(new Set(found.map(({ label }) => label)).size).toBe(found.length)
  expect(found.find(({ value }) => value === 'Mars/Base_One')?.label).toBe('Base One')
})
