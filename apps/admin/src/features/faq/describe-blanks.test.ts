import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeBlanks } from './describe-blanks.ts'

const words = (name: string, argument: string | undefined) =>
  name === 'phone' ? 'телефон' : name === 'price' ? `цена «${argument}»` : null

it('puts words in place of blanks, and leaves other braces alone', () => {
  expect(describeBlanks('Звоните: {phone}. {price: Стрижка }, {foo} {', words)).toBe(
    'Звоните: [телефон]. [цена «Стрижка»], {foo} {',
  )
})

it('changes nothing where there is no known blank', () => {
  fc.assert(fc.property(fc.string(), (text) => describeBlanks(text, () => null) === text))
})
