import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDumpCounter } from './count-dumped-rows.ts'

const dump = (tables: Record<string, number>) =>
  Object.entries(tables)
    .map(
      ([name, rows]) =>
        `--\n-- Data for Name: ${name}\n\nCOPY public.${name} (id, "order") FROM stdin;\n${'ключ\tCOPY public.x (id) FROM stdin;\n'.repeat(rows)}\\.\n\n`,
    )
    .join('SET x = y;\n')

describe('the rows of a dump', () => {
  it('are counted by table, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.nat({ max: 12 }), { noNullPrototype: true }),
        fc.integer({ min: 1, max: 97 }),
        (tables, size) => {
          const bytes = Buffer.from(dump(tables))
          const counter = createDumpCounter()
          for (let start = 0; start < bytes.length; start += size) counter.add(bytes.subarray(start, start + size))
          expect(counter.contents().tables).toEqual(tables)
        },
      ),
    )
  })

  it('tell the migrations, and bear names in quotes and rows of any length', () => {
    const counter = createDumpCounter()
    counter.add(Buffer.from('COPY public.kysely_migration (name, "timestamp") FROM stdin;\nb_two\tx\na_one\tx\n\\.\n'))
    counter.add(Buffer.from(`COPY "my schema"."Table" (id) FROM stdin;\n${'x'.repeat(100_000)}\n\\.\n`))
    expect(counter.contents()).toEqual({ tables: { kysely_migration: 2, Table: 1 }, migrations: ['a_one', 'b_two'] })
  })
})
