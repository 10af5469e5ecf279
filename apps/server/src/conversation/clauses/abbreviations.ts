const russian =
  'т.е т.д т.п т.к т.н и.о г гг в вв ул д кв корп стр пр просп пер пл наб бул м обл р руб коп тыс млн млрд трлн мин сек ч ок см ср напр др пр проф акад им св тел доб факс п пп гл рис табл ст о н.э е каб эт оф комн ауд высш мкр дер респ гр вып изд ред пн вт чт пт сб вс янв февр апр авг сент окт нояб дек'
const english = 'mr mrs ms dr prof sr jr st vs etc e.g i.e a.m p.m no fig vol approx dept est inc ltd co u.s u.k'

const abbreviations: ReadonlySet<string> = new Set(`${russian} ${english}`.split(' '))

/** True when the full stop behind this text belongs to an abbreviation or an initial, not to a sentence. */
export function endsWithAbbreviation(text: string): boolean {
  const word = /[\p{L}.]+$/u.exec(text)?.[0] ?? ''
  if (word === '') return false
  const lower = word.toLowerCase().replace(/^\.+/, '')
  if (abbreviations.has(lower)) return true
  // "т. е.", "и т. д.", "н. э.": the last letter of an abbreviation written with spaces; "А. С. Пушкин": an initial.
  const last = lower.split('.').at(-1) ?? ''
  return last.length === 1 && (/\p{Lu}$/u.test(word) || /(?:^|[\s«("])\p{L}\.\s*\p{L}$/u.test(text))
}
