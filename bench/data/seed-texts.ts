const words =
  'запись приём цена скидка завтра вечером утром врач мастер стоимость доставка адрес телефон оплата картой наличными можно нужно сколько когда где почему отбеливание стрижка окраска ремонт экран батарея гарантия возврат договор абонемент занятие тренер ребёнок взрослый консультация осмотр снимок пломба коронка имплант чистка курс пакет выходной суббота воскресенье перерыв очередь парковка вход лифт этаж улица метро остановка документы паспорт полис анализ результат справка подарок сертификат акция новый старый срочно подождать перенести отменить подтвердить'.split(
    ' ',
  )

/** The same texts at every run: a seed that is kept must be the one that was measured before. */
export function createTexts(seed: number) {
  let state = seed
  const next = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % limit
  }
  return {
    next,
    /** A sentence of so many words, with a word behind it that few others have. */
    sentence(count: number): string {
      const text = Array.from({ length: count }, () => words[next(words.length)]).join(' ')
      return `${text[0]?.toUpperCase()}${text.slice(1)} ${next(100_000)}.`
    },
    word: () => words[next(words.length)] ?? '',
  }
}
