import { expect, it } from 'vitest'
import { createFaqMatcher } from './faq-matcher.ts'

function outcomeOf(question: string, asked: string): string {
  const matcher = createFaqMatcher()
  const entry = {
    phrasings: [],
    keywords: [],
    patterns: [],
    exclusions: [],
    priority: 0,
    scopeId: null,
    language: null,
  }
  matcher.upsert({ ...entry, id: 'one', question })
  matcher.upsert({ ...entry, id: 'other', question: 'Где вы находитесь?' })
  const { outcome, entryId } = matcher.match(asked)
  return outcome === 'hit' ? `hit ${entryId}` : outcome
}

it.each([
  ['Нужна ли запись?', 'можно ли без записи'],
  ['Как записаться на приём?', 'не могу записаться на приём'],
  ['Как записаться?', 'как отменить запись'],
  ['Как отменить запись?', 'как записаться'],
  ['Как перенести запись?', 'как отменить запись'],
  ['Как открыть счёт?', 'как закрыть счёт'],
  ['Как включить уведомления?', 'как выключить уведомления'],
  ['Можно ли купить товар?', 'можно ли вернуть товар'],
  ['Во сколько можно приехать?', 'во сколько можно уехать'],
  ['Работаете ли вы в субботу?', 'работаете ли вы в воскресенье'],
  ['Сколько стоит тариф на 10 человек?', 'сколько стоит тариф на 20 человек'],
  ['Есть ли приложение для Android?', 'есть ли приложение для айфона'],
  ['How do I book a class?', 'how do I cancel a class'],
  ['How do I enable notifications?', 'how do I disable notifications'],
  ['What time do you open?', 'what time do you close'],
  ['Сколько стоит удаление зуба?', 'сколько стоит удаление аппендикса'],
])('"%s" does not answer "%s"', (question, asked) => {
  expect(outcomeOf(question, asked)).not.toContain('hit')
})

it.each([
  ['Не могу войти в систему', 'не получается войти в систему'],
  ['Как отменить запись?', 'здравствуйте хочу отменить запись'],
  ['Можно ли без записи?', 'а можно без записи'],
  ['Почему видео не загружается?', 'видео не загружается почему'],
  ['Как войти в личный кабинет?', 'не подскажете как войти в личный кабинет'],
])('"%s" answers "%s"', (question, asked) => {
  expect(outcomeOf(question, asked)).toBe('hit one')
})

it.each([
  ['Сколько стоит доставка?', 'сколько стоит доставка пиццы'],
  ['Сколько стоит маникюр?', 'во сколько у вас маникюр'],
  ['How much is a manicure?', 'how much time does a manicure take'],
  ['Почему система медленно работает?', 'есть ли курсы по работе с системой'],
])('"%s" is not sure to answer "%s": another thing or another kind of question', (question, asked) => {
  expect(outcomeOf(question, asked)).not.toContain('hit')
})
