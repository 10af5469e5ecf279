import { splitClauses } from '#server/conversation/clauses/split-clauses.ts'

/** The clauses of a text that arrives in pieces of these sizes, again and again; in one piece where none are named. */
export async function splitText(text: string, sizes: readonly number[] = [text.length + 1]): Promise<string[]> {
  async function* deltas() {
    for (let start = 0, turn = 0; start < text.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1
      yield text.slice(start, start + size)
      start += size
    }
  }
  const clauses: string[] = []
  for await (const clause of splitClauses(deltas())) clauses.push(clause.text)
  return clauses
}
