import { estimateTokens } from '@secretary/models/util/count-tokens'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTextCutter } from './cut-text.ts'

/** All that a client would read, and why it ended. */
function cut(pieces: readonly string[], stopSequences: readonly string[], maxTokens: number | null = null) {
  const cutter = createTextCutter({ stopSequences, maxTokens })
  let text = ''
  for (const piece of pieces) {
    const part = cutter.push(piece)
    text += part.text
    if (part.end) return { text, end: part.end }
  }
  const rest = cutter.flush()
  return { text: text + rest.text, end: rest.end }
}

it('ends before the stop sequence that is complete first, however the text comes', () => {
  const letters = fc.constantFrom('a', 'b', 'ab', 'ba', '#')
  fc.assert(
    fc.property(
      fc.array(letters),
      fc.array(fc.string({ unit: letters, minLength: 1 }), { maxLength: 3 }),
      (pieces, stops) => {
        const whole = pieces.join('')
        const [first] = stops
          .map((stop) => ({ start: whole.indexOf(stop), end: whole.indexOf(stop) + stop.length }))
          .filter(({ start }) => start >= 0)
          .sort((left, right) => left.end - right.end || left.start - right.start)
        const wanted = first ? { text: whole.slice(0, first.start), end: 'stop' } : { text: whole, end: null }
        expect(cut(pieces, stops)).toEqual(wanted)
      },
    ),
  )
})

it('keeps to the number of tokens and loses no more than it must', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 20 }), (pieces, maxTokens) => {
      const whole = pieces.join('')
      const { text, end } = cut(pieces, [], maxTokens)
      expect(estimateTokens(text)).toBeLessThanOrEqual(maxTokens)
      expect(end).toBe(estimateTokens(whole) > maxTokens ? 'length' : null)
      if (end === null) expect(text).toBe(whole)
    }),
  )
})

it('holds back no more than may become a stop sequence', () => {
  const cutter = createTextCutter({ stopSequences: ['###'], maxTokens: null })
  expect(cutter.push('Да ##')).toEqual({ text: 'Да ', end: null })
  expect(cutter.push('!')).toEqual({ text: '##!', end: null })
})
