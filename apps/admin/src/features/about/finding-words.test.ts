import { checks, findingCodes, findingStates } from '@secretary/contracts/about.contract'
import { expect, it } from 'vitest'
import { about } from '#admin/i18n/ru/about.ts'

it('has words for everything doctor can find, and advice for what is not well', () => {
  expect(Object.keys(about.checks)).toEqual(checks)
  expect(Object.keys(about.found)).toEqual(findingCodes)
  expect(Object.keys(about.advice)).toEqual(findingCodes.filter((code) => findingStates[code] !== 'ok'))
})
