/**
 * What the tables of one feature are about: its fields, and how people head and write them. Plain data, because a table
 * is read in a worker thread.
 */
export interface TableFields<Field extends string = string> {
  /** Headings people write for each field, as `normalizeHeading` leaves them. */
  readonly headings: Readonly<Record<Field, readonly string[]>>
  /** What a longer heading is about: "Текст вопроса", "Ответ из базы знаний", "Customer question". */
  readonly headingWords: readonly (readonly [Field, RegExp])[]
  /** The two columns of the smallest table: of one without headings, of pasted lines and of a JSON map. */
  readonly pair: readonly [Field, Field]
  /** What marks the two parts of a pasted block, such as "Q:" and "A:". */
  readonly blockMarks: readonly [RegExp, RegExp] | null
  /** JSON keys under which a list or a map of rows may stand. */
  readonly jsonContainers: readonly string[]
}
