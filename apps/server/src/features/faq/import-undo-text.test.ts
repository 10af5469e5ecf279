import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readUndo, writeUndo } from './import-undo-text.ts'

const text = fc.string({ unit: 'grapheme' })
const undo = fc.record({
  added: fc.array(text),
  changed: fc.array(
    fc.record({
      id: text,
      version: fc.nat(),
      before: fc.record({ question: text, answer: fc.stringMatching(/^[а-я\n\r\t"\\]*$/), phrasings: fc.array(text) }),
    }),
  ),
})

it('is read back as it was written, whatever the entries said', async () => {
  await fc.assert(
    fc.asyncProperty(undo, async (one) => {
      expect(await readUndo(await writeUndo(one))).toEqual(one)
    }),
  )
})

it('is read as older versions wrote it', async () => {
  const one = { added: ['a'], changed: [{ id: 'b', version: 2, before: { answer: 'Да.\n' } }] }
  expect(await readUndo(JSON.stringify(one))).toEqual(one)
  expect(await readUndo(JSON.stringify({ added: [], changed: [] }))).toEqual({ added: [], changed: [] })
})

it('is refused where it is damaged', async () => {
  for (const damaged of ['', '["a"]\n{"id":1}', '[1]', '["a"]\n', '{"added":[]}'])
    await expect(readUndo(damaged)).rejects.toThrow()
})
