import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contentDisposition, exportJson, exportMarkdown } from './export-conversation.ts'
import type { StoredMessage } from './messages.repository.ts'

const conversation = {
  id: 'c',
  title: 'Цены\nи скидки',
  source: 'panel' as const,
  createdAt: '2026-03-02T09:00:00.000Z',
}
const { signal } = new AbortController()
const said = (content: string, role: 'user' | 'assistant', minute = 0): StoredMessage => ({
  id: content,
  conversationId: 'c',
  parentId: null,
  role,
  content,
  state: 'complete',
  isEdited: false,
  turnId: null,
  createdAt: `2026-03-02T09:0${minute}:00.000Z`,
})

it('writes a talk to be read', async () => {
  const path = [said('Сколько стоит?', 'user'), said('100 ₽', 'assistant', 1)]
  expect(Buffer.from(await exportMarkdown(conversation, path, { signal })).toString()).toBe(
    '# Цены и скидки\n\n**→** _2026-03-02 09:00_\n\nСколько стоит?\n\n**←** _2026-03-02 09:01_\n\n100 ₽\n',
  )
})

it('writes everything as JSON, indented as JSON.stringify does, whatever was said', async () => {
  const { id, title, source, createdAt } = conversation
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), async (texts) => {
      const messages = texts.map((text) => said(text, 'user'))
      const kept = messages.map(({ conversationId: _, ...message }) => message)
      expect(Buffer.from(await exportJson(conversation, messages, { signal })).toString()).toBe(
        `${JSON.stringify({ id, title, source, createdAt, messages: kept }, null, 2)}\n`,
      )
    }),
  )
})

it('writes on for nobody who has left', async () => {
  const gone = { signal: AbortSignal.abort(new Error('gone')) }
  await expect(exportJson(conversation, [], gone)).rejects.toThrow('gone')
})

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
