import { readdirSync, readFileSync } from 'node:fs'
import { errorCodes } from '@secretary/contracts/error-codes'
import { expect, it } from 'vitest'
import { en } from './en.ts'
import { writeMessage } from './message.ts'
import { ru } from './ru.ts'

const source = new URL('../', import.meta.url)

function entriesOf(value: object, path = ''): [key: string, text: string][] {
  return Object.entries(value).flatMap(([key, child]) => {
    const full = path === '' ? key : `${path}.${key}`
    return typeof child === 'string' ? [[full, child] as [string, string]] : entriesOf(child, full)
  })
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
const russian = new Map(entriesOf(ru))
const english = new Map(entriesOf(en))

it('has the same keys in both languages', () => {
  expect([...english.keys()].sort()).toEqual([...russian.keys()].sort())
})

it('has words for every code of the API', () => {
  for (const code of errorCodes) expect(ru.errors[code].what, code).not.toBe('')
})

it.each([...russian])('%s fits together in both languages', (key, text) => {
  expect(text.trim()).not.toBe('')
  expect(english.get(key)?.trim()).not.toBe('')
  expect(placeholders(english.get(key) ?? '')).toEqual(placeholders(text))
  // Forms of a number: Russian has three, English two, and one more where there is a sentence for nothing.
  const forms = (message = '') => message.split(' | ')
  if (forms(text).length > 1) {
    expect(text).toContain('{count}')
    expect([3, 4]).toContain(forms(text).length)
    expect([2, 3]).toContain(forms(english.get(key)).length)
  } else expect(forms(english.get(key))).toHaveLength(1)
  const named = Object.fromEntries(placeholders(text).map((blank) => [blank.slice(1, -1), 7]))
  expect(writeMessage(text, 'ru', named)).not.toMatch(/[{}|@]/)
  expect(writeMessage(english.get(key) ?? '', 'en', named)).not.toMatch(/[{}|@]/)
})

it('finds no key in the sources that has no words', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts') && !name.startsWith('i18n/'),
  )
  const missing = files.flatMap((name) => {
    const code = readFileSync(new URL(name, source), 'utf8')
    const used = [...code.matchAll(/(?:\bt\(|titleKey: |keypath=)['"]([\w.-]+)['"]/g)].map((match) => match[1] ?? '')
    return used.filter((key) => !russian.has(key)).map((key) => `${name}: ${key}`)
  })
  expect(missing).toEqual([])
})
