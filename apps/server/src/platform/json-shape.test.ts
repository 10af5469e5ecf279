import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonShapeError } from './json-shape.ts'

const check = (text: string) => jsonShapeError(Buffer.from(text))

it.each([
  ['64 levels', '['.repeat(64) + ']'.repeat(64)],
  ['twenty thousand values', `[${'1,'.repeat(19_999)}1]`],
  ['brackets and commas inside a text', JSON.stringify('[{,'.repeat(30_000))],
  ['a quote behind a backslash inside a text', JSON.stringify(`"\\"${'['.repeat(100)}\\`)],
  ['what is no JSON', ']]]}}}"'],
])('takes %s', (_name, text) => {
  expect(check(text)).toBeNull()
})

it.each([
  ['65 levels', '[{"a":'.repeat(33)],
  ['more values than that', `[${'1,'.repeat(20_000)}1]`],
  ['levels behind a text that ends with a backslash', `["\\\\",${'['.repeat(70)}`],
])('refuses %s', (_name, text) => {
  expect(check(text)).toMatchObject({ code: 'validation_failed' })
})

it('refuses what is not UTF-8: it would be read as something that nobody wrote', () => {
  const text = Buffer.from('{"a":"caf\xe9"}', 'latin1')
  expect(jsonShapeError(text)).toMatchObject({ details: { issues: [{ code: 'invalid_encoding' }] } })
})

it('takes every ordinary JSON', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 20 }), (text) => check(text) === null))
})
