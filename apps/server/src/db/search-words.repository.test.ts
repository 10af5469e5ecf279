import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { fold } from '#server/platform/fold.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { holdWords, wordsOf } from './search-words.ts'

describeOnEachDatabase('words that somebody looks for', (database) => {
  async function isFound(columns: Readonly<Record<string, string>>, search: string): Promise<boolean> {
    const values = Object.entries(columns).map(([name, text]) => sql`cast(${text} as text) as ${sql.ref(name)}`)
    const { db } = database()
    const held = holdWords(db, Object.keys(columns), wordsOf(search))
    const { rows } = await sql`select 1 from (select ${sql.join(values)}) as texts where ${held}`.execute(db)
    return rows.length === 1
  }

  it('are found where each stands in one of the texts, however it is written', async () => {
    const texts = { title: fold('Ёлка 50% скидки'), last: fold('До НОВОГО года_2027') }
    for (const search of ['', ' ', '%', 'ёлк', 'ЕЛКА', 'новог елка', '50%', '2027 скид'])
      expect([search, await isFound(texts, search)]).toEqual([search, true])
    for (const search of ['елки', 'до_нового', 'елка 51', 'скидкидо'])
      expect([search, await isFound(texts, search)]).toEqual([search, false])
  })

  it('are found exactly where the text has them', async () => {
    const letter = fc.constantFrom(...'абё eZ5%_\\\'"🙂')
    const text = fc.string({ unit: letter, maxLength: 12 }).map(fold)
    await fc.assert(
      fc.asyncProperty(text, text, fc.string({ unit: letter, maxLength: 4 }), async (first, second, search) => {
        const expected = wordsOf(search).every((word) => first.includes(word) || second.includes(word))
        expect(await isFound({ first, second }, search)).toBe(expected)
      }),
    )
  })
})
