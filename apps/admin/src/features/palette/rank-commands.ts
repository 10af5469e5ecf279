import { swapLayout } from '#admin/i18n/swap-layout.ts'

export interface Rankable {
  readonly id: string
  readonly title: string
  /** The title in the other language of the panel: whoever is used to that finds it too. */
  readonly otherTitle: string
}

/** Those that every word of the query begins or is part of, best first: beginning of the title, of a word, anywhere; used lately breaks ties. */
export function rankCommands<T extends Rankable>(
  commands: readonly T[],
  query: string,
  recentIds: readonly string[],
): T[] {
  const text = fold(query)
  const spellings = [text, fold(swapLayout(text))]
  const used = (id: string) => {
    const at = recentIds.indexOf(id)
    return at === -1 ? recentIds.length : at
  }
  return commands
    .map((command) => ({ command, score: scoreOf(command, spellings) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || used(a.command.id) - used(b.command.id))
    .map(({ command }) => command)
}

function scoreOf({ title, otherTitle }: Rankable, spellings: readonly string[]): number {
  const scores = [title, otherTitle].flatMap((name, at) =>
    spellings.map((spelling) => {
      const score = scoreOfName(fold(name), spelling)
      // At the same place the language of the panel comes first.
      return score === 0 ? 0 : score * 2 - at
    }),
  )
  return Math.max(...scores)
}

function scoreOfName(name: string, query: string): number {
  if (query === '') return 0
  if (name.startsWith(query)) return 3
  const words = name.split(/[^\p{L}\p{N}]+/u)
  const parts = query.split(' ')
  if (beginWords(parts, words)) return 2
  return parts.every((part) => name.includes(part)) ? 1 : 0
}

/** Each part begins a word of its own: "theme th" is not "Theme: dark". */
function beginWords(parts: readonly string[], words: readonly string[]): boolean {
  const left = [...words]
  // The longest first: what fits few words takes its own before another does.
  return [...parts]
    .sort((a, b) => b.length - a.length)
    .every((part) => {
      const at = left.findIndex((word) => word.startsWith(part))
      if (at !== -1) left.splice(at, 1)
      return at !== -1
    })
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').trim().replace(/\s+/g, ' ')
}
