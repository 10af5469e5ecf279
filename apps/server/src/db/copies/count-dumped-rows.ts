import type { CopyContents } from './copy-contents.ts'

const NEW_LINE = 0x0a
/** `COPY public.users (id, name) FROM stdin;`, with quotes where a name needs them. */
const beginning = /^COPY (?:"?[^".]+"?\.)?"?([^"( ]+)"? \((.*)\) FROM stdin;$/
/** No line that matters is longer; the middle of a long row is skipped. */
const KEEP_BYTES = 4_096

/** Reads the SQL text of an archive, piece by piece, and counts the rows of each table in it. */
export function createDumpCounter(): { add(bytes: Buffer): void; contents(): CopyContents } {
  /** A map, because any word may be the name of a table. */
  const tables = new Map<string, number>()
  const migrations: string[] = []
  let table: string | null = null
  let line = ''

  function endLine(): void {
    if (table === null) {
      table = beginning.exec(line)?.[1] ?? null
      if (table !== null) tables.set(table, 0)
    } else if (line === '\\.') table = null
    else {
      tables.set(table, (tables.get(table) ?? 0) + 1)
      if (table === 'kysely_migration') migrations.push(line.split('\t', 1)[0] ?? '')
    }
    line = ''
  }

  return {
    add(bytes) {
      let start = 0
      for (let end = bytes.indexOf(NEW_LINE); end >= 0; end = bytes.indexOf(NEW_LINE, start)) {
        keep(bytes.subarray(start, end))
        endLine()
        start = end + 1
      }
      keep(bytes.subarray(start))
    },
    contents: () => ({ tables: Object.fromEntries(tables), migrations: migrations.sort() }),
  }

  function keep(bytes: Buffer): void {
    // Latin-1 keeps each byte a character, however a piece was cut; names of tables and migrations are ASCII.
    if (line.length < KEEP_BYTES) line += bytes.toString('latin1', 0, KEEP_BYTES)
  }
}
