import type * as z from 'zod'
import { nextTurn } from '#server/platform/next-turn.ts'

/** Checked and written at once: about a millisecond of work. */
const ITEMS_AT_ONCE = 50

/**
 * The answer as its schema has it, as JSON. A long list in it is checked and written piece by piece, with a turn for others in
 * between; an item is then whatever the schema says of it among fewer.
 */
export async function writeAnswer(schema: z.ZodType | undefined, answer: unknown): Promise<string> {
  const list = longListIn(answer)
  if (!schema || !list) return JSON.stringify(schema?.parse(answer))
  const { name, items, rest } = list
  const pieces: string[] = []
  let frame: object = {}
  for (let start = 0; start < items.length; start += ITEMS_AT_ONCE) {
    if (start > 0) await nextTurn()
    const checked = schema.parse({ ...rest, [name]: items.slice(start, start + ITEMS_AT_ONCE) }) as Record<
      string,
      unknown
    > // An object with a list in it.
    pieces.push(JSON.stringify(checked[name]).slice(1, -1))
    if (start === 0) frame = checked
  }
  const members = Object.entries(frame).map(([key, value]) =>
    key === name ? `${JSON.stringify(key)}:[${pieces.join(',')}]` : JSON.stringify({ [key]: value }).slice(1, -1),
  )
  return `{${members.filter((member) => member !== '').join(',')}}`
}

/** The first of its members that is a list of more than can be written at once. */
function longListIn(answer: unknown): { name: string; items: readonly unknown[]; rest: object } | null {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null
  for (const [name, items] of Object.entries(answer))
    if (Array.isArray(items) && items.length > ITEMS_AT_ONCE) return { name, items, rest: answer }
  return null
}
