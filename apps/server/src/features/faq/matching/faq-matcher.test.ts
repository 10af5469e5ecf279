import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaqIndexEntry } from './faq-match.ts'
import { createFaqMatcher } from './faq-matcher.ts'

function entry(id: string, question: string, more: Partial<FaqIndexEntry> = {}): FaqIndexEntry {
  return {
    id,
    question,
    phrasings: [],
    keywords: [],
    patterns: [],
    exclusions: [],
    priority: 0,
    scopeId: null,
    language: null,
    ...more,
  }
}

const dental = [
  entry('price', 'Сколько стоит чистка зубов?'),
  entry('address', 'Где вы находитесь?', { phrasings: ['Какой у вас адрес?'] }),
  entry('hours', 'Когда вы работаете?', { phrasings: ['Вы работаете в субботу?'] }),
  entry('book', 'Как записаться на приём?'),
  entry('cancel', 'Как отменить запись?'),
  entry('parking', 'Есть ли у вас парковка?'),
  entry('pain', 'Больно ли лечить зубы?'),
  entry('refund', 'Как вернуть деньги?'),
]

function matcherOf(entries: readonly FaqIndexEntry[]) {
  const matcher = createFaqMatcher()
  for (const one of entries) matcher.upsert(one)
  return matcher
}

describe('what is the same question', () => {
  const matcher = matcherOf(dental)
  it.each([
    ['сколько стоит чистка зубов', 'price', 'exact'],
    ['ЁЛКИ, СКОЛЬКО СТОИТ ЧИСТКА ЗУБОВ???', 'price', 'fuzzy'],
    ['подскажите пожалуйста сколько будет стоить чистка зубов', 'price', 'fuzzy'],
    ['скока стоит чиска зубов', 'price', 'fuzzy'],
    ['чистка зубов сколько стоит', 'price', 'fuzzy'],
    ['почём почистить зубы', 'price', 'fuzzy'],
    ['crjkmrj cnjbn xbcnrf pe,jd', 'price', 'exact'],
    ['skolko stoit chistka zubov', 'price', 'fuzzy'],
    ['как вас найти', 'address', 'fuzzy'],
    ['адрес', 'address', 'fuzzy'],
    ['хочу записаться на приём', 'book', 'fuzzy'],
    ['отменить запись', 'cancel', 'fuzzy'],
  ])('%s → %s (%s)', (text, id, kind) => {
    expect(matcher.match(text)).toMatchObject({ outcome: 'hit', entryId: id, kind })
  })
})

describe('what only looks alike', () => {
  const matcher = matcherOf(dental)
  it.each([
    'сколько стоит удаление аппендикса',
    'не хочу записываться на приём',
    'сколько весит Луна',
    'как вернуть зуб на место',
    'зубы',
    'а',
    '?!',
    '🙂🙂🙂',
    '',
  ])('%s is not answered by itself', (text) => {
    expect(matcher.match(text).outcome).not.toBe('hit')
  })

  it('tells opposite wishes apart', () => {
    expect(matcher.match('как отменить запись на приём').entryId).toBe('cancel')
    expect(matcherOf([entry('book', 'Как записаться на приём?')]).match('как отменить приём').outcome).not.toBe('hit')
    expect(
      matcherOf([entry('sunday', 'Вы работаете в воскресенье?')]).match('Вы работаете в субботу?').outcome,
    ).not.toBe('hit')
    expect(matcherOf([entry('on', 'Как включить уведомления?')]).match('как отключить уведомления').outcome).not.toBe(
      'hit',
    )
  })
})

describe('the owner decides', () => {
  it('a keyword alone is enough, in any inflection, unless it is denied', () => {
    const matcher = matcherOf([entry('x', 'Есть ли рассрочка?', { keywords: ['рассрочка'] })])
    expect(matcher.match('а по рассрочке это как у вас вообще делается')).toMatchObject({
      outcome: 'hit',
      kind: 'keyword',
    })
    expect(matcher.match('хочу купить машину за наличные и без рассрочки').kind).not.toBe('keyword')
  })

  it('patterns with a star or a regular expression match the whole question', () => {
    const matcher = matcherOf([entry('x', 'Как доехать?', { patterns: ['*на метро*', '/^код \\d{4}$/'] })])
    expect(matcher.match('можно ли к вам на метро?')).toMatchObject({ kind: 'pattern' })
    expect(matcher.match('Код 1234')).toMatchObject({ kind: 'pattern' })
    expect(matcher.match('код 12345').kind).not.toBe('pattern')
  })

  it('what must not match does not, word for word or nearly', () => {
    const matcher = matcherOf([entry('x', 'Сколько стоит чистка?', { exclusions: ['Сколько стоит чистка ковра?'] })])
    expect(matcher.match('сколько стоит чистка ковров').outcome).toBe('none')
    expect(matcher.match('сколько стоит чистка').outcome).toBe('hit')
  })

  it('the entry of a channel comes before the global one, and is not seen elsewhere', () => {
    const matcher = matcherOf([entry('global', 'Где вы?'), entry('bot', 'Где вы?', { scopeId: 'bot-1' })])
    expect(matcher.match('где вы').entryId).toBe('global')
    expect(matcher.match('где вы', { scopeId: 'bot-1' }).entryId).toBe('bot')
  })

  it('a higher priority wins between equals', () => {
    const matcher = matcherOf([entry('a', 'Есть Wi-Fi?'), entry('b', 'Есть Wi-Fi?', { priority: 5 })])
    expect(matcher.match('есть wi-fi').entryId).toBe('b')
  })
})

describe('edits', () => {
  it('hold for the next question', () => {
    const matcher = matcherOf(dental)
    matcher.upsert(entry('address', 'Где вы находитесь?', { phrasings: ['Куда подъезжать?'] }))
    expect(matcher.match('куда подъезжать').entryId).toBe('address')
    matcher.remove('address')
    expect(matcher.match('куда подъезжать').outcome).not.toBe('hit')
    expect(matcher.size).toBe(dental.length - 1)
  })

  it('made while everything is replaced are not lost', async () => {
    const matcher = matcherOf(dental)
    const many = Array.from({ length: 3_000 }, (_, index) =>
      entry(`e${index}`, `Вопрос номер ${index} про товар ${index * 7}`),
    )
    const replacing = matcher.replaceAll(many, { signal: new AbortController().signal })
    matcher.upsert(entry('new', 'Есть ли у вас бассейн?'))
    matcher.remove('e5')
    expect(matcher.match('где вы находитесь').entryId).toBe('address')
    await replacing
    expect(matcher.match('есть ли у вас бассейн').entryId).toBe('new')
    expect(matcher.match('где вы находитесь').outcome).not.toBe('hit')
    expect(matcher.get('e5')).toBeNull()
    expect(matcher.size).toBe(3_000)
  })
})

/** Any, also half of a pair. */
const codeUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))

it('takes any text in bounded time', () => {
  const matcher = matcherOf(dental)
  fc.assert(
    fc.property(fc.string({ unit: codeUnit, maxLength: 300 }), (text) => {
      const { score, candidates } = matcher.match(text, { explain: true })
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(candidates.length).toBeLessThanOrEqual(5)
    }),
  )
  for (const text of ['слово '.repeat(200_000), 'x'.repeat(1_000_000), '\ud800'.repeat(1_000), '\u0000'])
    expect(() => matcher.match(text)).not.toThrow()
})

it('takes a message for a question word for word only where nothing else was said after it', () => {
  const matcher = matcherOf([...dental, entry('sale', 'Какие есть скидки?', { patterns: ['скидки'] })])
  const far = ' '.repeat(700)
  expect(matcher.match(`Как отменить запись?${far}!!!`).kind).toBe('exact')
  expect(matcher.match(`Скидки?${far}!!!`).kind).toBe('pattern')
  expect(matcher.match(`Как отменить запись?${far}Или лучше перенести её?`).kind).not.toBe('exact')
  expect(matcher.match(`Как отменить запись?${'.'.repeat(1_000_000)}`).kind).not.toBe('exact')
  expect(matcher.match(`Скидки?${far}Нет, ничего не надо`).kind).not.toBe('pattern')
})
