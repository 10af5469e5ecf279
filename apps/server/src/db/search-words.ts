import { type RawBuilder, sql } from 'kysely'
import { fold } from '#server/platform/fold.ts'
import type { Executor } from './database.ts'
import { holdsText } from './dialects/holds-text.ts'

/** What somebody looks for. What has a meaning of its own in a LIKE pattern is dropped: it is rarely what he looks for. */
export function wordsOf(text: string): string[] {
  return fold(text)
    .split(' ')
    .map((word) => word.replace(/[%_\\]/g, ''))
    .filter((word) => word !== '')
}

/** True where each of the words stands in one of the columns, which hold folded text. */
export function holdWords(
  executor: Executor,
  columns: readonly string[],
  words: readonly string[],
): RawBuilder<boolean> {
  const held = (word: string) =>
    sql`(${sql.join(
      columns.map((column) => holdsText(executor, column, word)),
      sql` or `,
    )})`
  return words.length === 0 ? sql<boolean>`1 = 1` : sql<boolean>`${sql.join(words.map(held), sql` and `)}`
}
