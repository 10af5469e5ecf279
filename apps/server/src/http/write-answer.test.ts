import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { writeAnswer } from './write-answer.ts'

const Page = z.object({
  total: z.number().optional(),
  items: z.array(z.object({ id: z.string(), note: z.string().nullable().default(null) })),
  tags: z.array(z.string()).default([]),
  nextCursor: z.string().nullable(),
})
const item = fc.record({ id: fc.string(), note: fc.option(fc.string()), secret: fc.string() })
const page = fc.record(
  {
    nextCursor: fc.option(fc.string()),
    items: fc.array(item, { maxLength: 180 }),
    total: fc.nat(),
    tags: fc.array(fc.string(), { maxLength: 120 }),
    more: fc.string(),
  },
  { requiredKeys: ['nextCursor', 'items'] },
)

it('writes what the schema makes of it, however long its lists are', async () => {
  await fc.assert(
    fc.asyncProperty(page, async (answer) => {
      expect(await writeAnswer(Page, answer)).toBe(JSON.stringify(Page.parse(answer)))
    }),
  )
})

it('refuses a wrong item wherever it stands', async () => {
  const items = Array.from({ length: 120 }, (_, index) => (index === 110 ? { id: 7 } : { id: 'a' }))
  await expect(writeAnswer(Page, { items, nextCursor: null })).rejects.toThrow(z.ZodError)
})

it('lets others have their turn in a long list', async () => {
  let turns = 0
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const items = Array.from({ length: 1_000 }, () => ({ id: 'a' }))
  await writeAnswer(Page, { items, nextCursor: null })
  isOver = true
  expect(turns).toBeGreaterThan(10)
})
