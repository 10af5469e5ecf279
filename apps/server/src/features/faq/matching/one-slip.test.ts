import { expect, test } from 'vitest'
import { LIKELY_SLIP, slipCost, UNLIKELY_SLIP } from './one-slip.ts'

test.each([
  ['запись', 'запись', 0],
  ['запсь', 'запись', LIKELY_SLIP],
  ['аспись', 'запись', Number.POSITIVE_INFINITY],
  ['азпись', 'запись', LIKELY_SLIP],
  ['записсь', 'запись', LIKELY_SLIP],
  ['зпаись', 'запись', LIKELY_SLIP],
  ['запмсь', 'запись', LIKELY_SLIP],
  ['запирсь', 'запись', UNLIKELY_SLIP],
  ['запимсь', 'запись', LIKELY_SLIP],
  ['танец', 'палец', Number.POSITIVE_INFINITY],
  ['талец', 'палец', UNLIKELY_SLIP],
  ['', 'я', LIKELY_SLIP],
  ['', '', 0],
])('%s for %s costs %s', (written, meant, cost) => {
  expect(slipCost(written, meant)).toBe(cost)
})
