import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitEngineText, toEngineText } from './engine-text.ts'

it.each([
  ['Привет, мир!', 'Привет, мир!'],
  ['a\u0000b\u0007c\nd', 'a b c d'],
  ['5 < 6 & 7 > 2', '5 &lt; 6 &amp; 7 &gt; 2'],
  ['<break time="60s"/>', '&lt;break time="60s"/&gt;'],
  ['&lt;break/&gt;', '&amp;lt;break/&amp;gt;'],
  ['[[h@loU]] [[[x', '[ [h@loU]] [ [ [x'],
  ['со\u00adба\u200dка\u202e', 'собака'],
  ['a\ud800b', 'ab'],
])('%j becomes %j', (text, expected) => {
  expect(toEngineText(text)).toBe(expected)
})

it('leaves nothing that means something to the engine', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '&', '[', ']', 'a', '\u0000', '\ud800', '🙂', ' ') }),
      (text) => {
        expect(toEngineText(text)).not.toMatch(/[<>\0]|\[\[|&(?!(?:amp|lt|gt);)/)
      },
    ),
  )
})

it('cuts long text into pieces that are the text again', () => {
  const words = fc.array(fc.constantFrom('слово', '🙂', ' ', '\n', 'x'.repeat(1_500), '&amp;'), { maxLength: 400 })
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.join('')
      const pieces = splitEngineText(text)
      expect(pieces.join('')).toBe(text)
      for (const piece of pieces) expect([...piece].length).toBeLessThanOrEqual(1_000)
    }),
  )
})

it('cuts no word where there is a space to cut at', () => {
  const pieces = splitEngineText('слово '.repeat(1_000).trim())
  expect(pieces.every((piece) => /^\s?слово/.test(piece) && /слово$/.test(piece))).toBe(true)
})
