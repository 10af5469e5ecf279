/** Suffixes that make nouns of verbs and verbs of one another, longest first: загруз-к-а, загруж-а-ть, оформл-ени-е. */
const russianSuffixes = [
  'ировани', 'ировыва', 'ирова', 'ировк', 'овани', 'евани', 'ывани', 'ивани', 'тельн', 'тель', 'лени', 'лен', 'ова', 'ева', 'ыва', 'ива', 'ени', 'ен', 'ани', 'яни', 'ств', 'ост', 'ник', 'ниц', 'чик', 'щик', 'енн', 'анн', 'овк', 'ц', 'к', 'н', 'а', 'я', 'и', 'е', 'ь',
] // biome-ignore format: a table reads better in rows
const englishSuffixes = ['ation', 'ment', 'ion', 'ing', 'er', 'or', 'al', 'i', 'e', 'y']

/** Consonants that take each other's place within one root: оплат-ить and оплач-ивать, груз-ить and груж-ать. */
const alternations: ReadonlyMap<string, string> = new Map(
  ['тчщкц', 'дзжг', 'сшх'].flatMap((group) => [...group].map((letter) => [letter, group.charAt(0)] as const)),
)

const MIN_RUSSIAN_ROOT = 4
const MIN_ENGLISH_ROOT = 3

/** What is left of a Snowball stem without the suffixes of derivation. Stems with one root belong to one family of words. */
export function rootOf(stem: string): string {
  if (/[^а-я]/.test(stem))
    return /^[a-z]+$/.test(stem)
      ? strip(strip(stem, englishSuffixes, MIN_ENGLISH_ROOT), englishSuffixes, MIN_ENGLISH_ROOT)
      : stem
  const root = strip(strip(stem, russianSuffixes, MIN_RUSSIAN_ROOT), russianSuffixes, MIN_RUSSIAN_ROOT)
  const last = root.charAt(root.length - 1)
  return root.length >= MIN_RUSSIAN_ROOT ? root.slice(0, -1) + (alternations.get(last) ?? last) : root
}

function strip(stem: string, suffixes: readonly string[], minLength: number): string {
  const suffix = suffixes.find((ending) => stem.length - ending.length >= minLength && stem.endsWith(ending))
  return suffix ? stem.slice(0, -suffix.length) : stem
}
