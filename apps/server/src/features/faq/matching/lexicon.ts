import { stemOf } from './stem-words.ts'
import data from './synonyms.data.json' with { type: 'json' }

const words = (text: string) => text.replaceAll('ё', 'е').split(' ')

/** Words without a meaning of their own: greetings, politeness, pronouns, prepositions. Compared as they are written, not by stem. */
export const fillers: ReadonlySet<string> = new Set(words(data.fillers))

/** They say what kind of answer is asked for, not about what. */
export const questionWords: ReadonlySet<string> = new Set(words(data.questionWords))

export const negations: ReadonlySet<string> = new Set(words(data.negations))

/** What a stem can mean: words of one concept ask for the same in other words. */
const conceptsByStem = new Map<string, string[]>()
for (const [concept, forms] of Object.entries(data.concepts)) {
  for (const form of words(forms)) {
    const stem = stemOf(form)
    const present = conceptsByStem.get(stem) ?? []
    if (!present.includes(concept)) conceptsByStem.set(stem, [...present, concept])
  }
}

const oppositesOf = new Map<string, Set<string>>()
for (const group of data.opposites) {
  for (const concept of group) {
    const others = oppositesOf.get(concept) ?? new Set()
    for (const other of group) if (other !== concept) others.add(other)
    oppositesOf.set(concept, others)
  }
}

export function conceptsOf(stem: string): readonly string[] {
  return conceptsByStem.get(stem) ?? []
}

/** True when one side means the contrary of the other and neither names both. */
export function areOpposite(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return hasUnansweredOpposite(left, right) && hasUnansweredOpposite(right, left)
}

function hasUnansweredOpposite(from: ReadonlySet<string>, to: ReadonlySet<string>): boolean {
  for (const concept of from) {
    if (to.has(concept)) continue
    const opposites = oppositesOf.get(concept)
    if (opposites && [...opposites].some((opposite) => to.has(opposite) && !from.has(opposite))) return true
  }
  return false
}
