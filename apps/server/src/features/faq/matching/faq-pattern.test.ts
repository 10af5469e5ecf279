import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FaqPatternError, parseFaqPattern } from './faq-pattern.ts'

it.each(['/(/', '/a/x', '*', '* *', '/.*/', '/a*/', '/(?=a)b/', '!!!'])('refuses %s and says why', (source) => {
  expect(() => parseFaqPattern(source)).toThrow(FaqPatternError)
})

it('either parses or says why, and then answers in linear time', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (source, text) => {
      try {
        expect(typeof parseFaqPattern(source).matches(text)).toBe('boolean')
      } catch (error) {
        expect(error).toBeInstanceOf(FaqPatternError)
      }
    }),
  )
  expect(parseFaqPattern('/^(a+)+$/').matches(`${'a'.repeat(500)}b`)).toBe(false)
})
