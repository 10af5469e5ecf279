import { endsWithAbbreviation } from './abbreviations.ts'

/** Words that begin a part of a sentence: a voice may take breath before them. */
const openers = wordsOf(
  'и а но или либо что чтобы если когда пока где куда откуда как потому поэтому так хотя зато который которая которое которые которого которой которых которому которым которую в во на с со к ко по из изо у о об обо от ото до для за над под подо при про без через между перед передо после около вместо кроме среди вдоль возле ради вокруг против благодаря согласно',
  'and but or so because that which who whose when where while if unless although as with without for from to in on at by about after before until till than into onto over under through between during',
)
/** Words that lean on the one behind them, and are never the last before a breath. */
const leaners = wordsOf(
  'не ни даже лишь только уже ещё еще очень более менее самый самая самое самые мой моя моё мои наш наша наше наши ваш ваша ваше ваши его её ее их',
  "a an the of not no very more most my our your his her its their is are was were be will would can could should must may i you we they he she it don't",
)
/** Words that lean on the one before them. */
const clitics = wordsOf('бы б же ж ли ль то ка', 'of')
/** Numbers in words, in whatever case. That a few other words begin alike costs nothing but a place to cut. */
const numberWord =
  /^(?:од[ин]н|дв[аеу]|обе|обо|тр[иеё]|четыр|пят|шест|сем[ьи]|вос[ье]м|девят|десят|сорок|ст[оа]$|полтор|тысяч|миллион|миллиард|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million)$|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)/

/**
 * Where a breath may be taken in words without a mark: behind `earliest` characters, before a conjunction or preposition where there
 * is one, else between two words. Null where it would go through a number, an abbreviation, a pair of brackets, or a table.
 * The last word may be cut off, when it is longer than any of those that decide.
 */
export function findWordCut(text: string, { earliest, latest }: { earliest: number; latest: number }): number | null {
  if (/^\s*\|/.test(text)) return null
  let between: number | null = null
  for (let cut = latest; cut >= earliest; cut--) {
    if (text.charAt(cut - 1) !== ' ' || text.charAt(cut) === ' ') continue
    const left = /\S+(?=\s+$)/.exec(text.slice(0, cut))?.[0] ?? ''
    const right = /^\S+/.exec(text.slice(cut))?.[0] ?? ''
    if (!mayPart(left, right) || isInsidePair(text.slice(0, cut))) continue
    if (openers.has(right.toLowerCase())) return cut
    between ??= cut
  }
  return between
}

/** Numbers stay with what they count, abbreviations and signs with their neighbours, names whole, small words with the one they lean on. */
function mayPart(left: string, right: string): boolean {
  if (!/^["«“„]?\p{L}[\p{L}'’-]*["»”]?$/u.test(left) || endsWithAbbreviation(left)) return false
  if (!/^["«“„(]?\p{L}/u.test(right) || /\d/.test(right)) return false
  if (right.endsWith('.') && endsWithAbbreviation(right.slice(0, -1))) return false
  const [before, behind] = [left.toLowerCase(), right.toLowerCase()]
  if (openers.has(before) || leaners.has(before) || clitics.has(behind) || numberWord.test(before)) return false
  return !(isCapital(left) && isCapital(right))
}

/** Two of these in a row are a name. */
function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word)
}

/** Brackets and quotes that are open, and marks that come in twos. */
function isInsidePair(text: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  return count(/[([{«“„]/g) > count(/[)\]}»”]/g) || [/`/g, /\*\*/g, /__/g, /"/g].some((mark) => count(mark) % 2 !== 0)
}

function wordsOf(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')))
}
