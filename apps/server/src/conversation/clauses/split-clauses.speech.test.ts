import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitText } from '#server-test/support/split-text.ts'
import { splitClauses } from './split-clauses.ts'

/** Longer than anybody says in one breath. */
const LIMIT = 280

describe('a clause is not cut in the middle of', () => {
  it.each([
    ['an address', 'Мы на ул. Ленина, д. 5, корп. 2, кв. 12 в центре.'],
    ['a year', 'Открыты с 2019 г. на этом месте.'],
    ['a list of like things', 'Есть шампуни, маски и т.д. и т.п. для всех.'],
    ['a reference', 'Это см. п. 3.2 и рис. 4 договора.'],
    ['a decimal', 'Цена 3,5 тыс. руб. за 1.5 часа.'],
    ['a date and a time', 'Приём 24.11.2026 в 10:30 утра.'],
    ['initials', 'Роман написал А. С. Пушкин, а не J. K. Rowling.'],
    ['an e-mail', 'Пишите на a.b-c@mail.example.com в любое время.'],
    ['an address of the web', 'Всё на https://example.com/a.b?c=d.e!x и example.ru тоже.'],
    ['a version', 'Вышла версия 2.0.1 программы.'],
    ['an English abbreviation', 'Dr. Smith comes at 5 p.m. on approx. 3 days.'],
    ['the number of a list item', '1. Записаться по телефону'],
    ['a sentence that goes on in a small letter', 'Ну... может быть и так.'],
    ['a bracket', 'Вход (со двора, см. рис. 3) открыт.'],
  ])('%s', async (_name, text) => {
    // The first clause may end early; this one is not the first.
    expect(await splitText(`Да. ${text}`)).toEqual(['Да. ', text])
  })
})

describe('a clause ends', () => {
  it.each([
    ['behind every kind of mark', 'Что?! Где?? Да!!! Хм… Всё.', ['Что?! ', 'Где?? ', 'Да!!! ', 'Хм… ', 'Всё.']],
    ['behind a closing quote', '«Да!» Она ушла. "Нет." Он тоже.', ['«Да!» ', 'Она ушла. ', '"Нет." ', 'Он тоже.']],
    [
      'behind an item of a list',
      '- Раз\n- Два\n\n1. Три\n2. Четыре',
      ['- Раз\n', '- Два\n\n', '1. Три\n', '2. Четыре'],
    ],
    ['behind emphasis', '**Важно.** Приходите. _Ждём._ Да', ['**Важно.** ', 'Приходите. ', '_Ждём._ ', 'Да']],
    ['behind a number that is no item', 'Итого 5. Спасибо.', ['Итого 5. ', 'Спасибо.']],
    [
      'behind a colon, a semicolon and a dash only where it is long',
      'Да: так; вот — и всё.',
      ['Да: так; вот — и всё.'],
    ],
  ])('%s', async (_name, text, clauses) => {
    expect(await splitText(text)).toEqual(clauses)
  })

  it('early the first time, so that the voice begins, and at sentences after', async () => {
    const sentence = 'Здравствуйте, рады вас слышать, чем можем помочь, расскажите, пожалуйста, подробнее.'
    const [first = '', second = '', third] = await splitText(`${sentence} ${sentence}`)
    expect(first).toBe('Здравствуйте, рады вас слышать, ')
    expect(second.startsWith('чем можем помочь, расскажите')).toBe(true)
    expect(third).toBe(sentence)
  })

  it('as soon as what follows is known, and not later', async () => {
    const asked: string[] = []
    async function* deltas() {
      for (const delta of ['Да', '.', ' ', 'К', 'онечно']) {
        asked.push(delta)
        yield delta
      }
    }
    for await (const clause of splitClauses(deltas())) {
      expect(clause).toEqual({ index: 0, text: 'Да. ' })
      break
    }
    expect(asked).toEqual(['Да', '.', ' ', 'К'])
  })
})

describe('however hostile the text', () => {
  const pieces = fc.constantFrom(
    ...[
      '.',
      ',',
      '!',
      '?',
      '…',
      '"',
      '»',
      ')',
      '*',
      ' ',
      '\n',
      '\t',
      '\u00a0',
      'а',
      'А',
      'т.',
      'д.',
      '1',
      '12',
      '🙂',
      '\ud83d',
      '\ude42',
    ],
    ...['слово', 'г', 'Слово', '- ', '# ', '<b>', '\u0000', '!'.repeat(300), ' '.repeat(300), 'ы'.repeat(300)],
  )
  const texts = fc.array(pieces, { maxLength: 120 }).map((parts) => parts.join(''))
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })

  it('nothing is lost, no clause is endless, and the pieces it comes in change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(texts, sizes, async (text, chunking) => {
        const clauses = await splitText(text)
        expect(clauses.join('')).toBe(text)
        for (const clause of clauses) expect(clause.length).toBeLessThanOrEqual(LIMIT)
        expect(await splitText(text, chunking)).toEqual(clauses)
      }),
      { numRuns: 150 },
    )
  })

  it('no letter is cut in two that was whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 }), sizes, async (shift, chunking) => {
        const text = `${'x'.repeat(shift)}${'🙂'.repeat(500)}`
        for (const clause of await splitText(text, chunking)) expect(clause.isWellFormed()).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it.each([
    ['exclamation marks', '!'.repeat(100_000)],
    ['spaces behind a sentence', `Да.${' '.repeat(100_000)}`],
    ['one word', 'ы'.repeat(100_000)],
    ['abbreviations', 'т. '.repeat(30_000)],
  ])('a hundred thousand %s, a few at a time, are soon done', async (_name, text) => {
    const startedAt = performance.now()
    expect((await splitText(text, [3])).join('').length).toBe(text.length)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })
})
