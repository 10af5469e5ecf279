import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contentDisposition } from './export-conversation.ts'

it('names a file after its conversation, for old programs and for new ones', () => {
  expect(contentDisposition('Запись: «Ёлка» / 2026', 'md')).toBe(
    `attachment; filename="conversation.md"; filename*=UTF-8''${encodeURIComponent('Запись   Ёлка    2026')}.md`,
  )
  expect(contentDisposition('', 'json')).toContain("filename*=UTF-8''conversation.json")
})

it('cuts no letter of a long name in two', () => {
  expect(contentDisposition(`a${'𠮷'.repeat(40)}`, 'md')).toMatch(/''a(%F0%A0%AE%B7){29}/)
})

it('is a header whatever the title is', () => {
  const titles = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom('a', '𠮷', '𝒜', '\ud842', '"', '\r\n', ';', '/', '..'), maxLength: 200 }),
  )
  fc.assert(
    fc.property(titles, (title) => {
      expect(contentDisposition(title, 'md')).toMatch(
        /^attachment; filename="conversation\.md"; filename\*=UTF-8''[\w%.~-]+$/,
      )
    }),
  )
})
