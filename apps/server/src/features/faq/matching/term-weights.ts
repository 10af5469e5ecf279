import { CLASS_WEIGHTS } from './analyze-question.ts'
import type { IndexLayer } from './index-layer.ts'

/** Even a word that every entry holds says something. */
const LEAST_RARITY = 0.25

export interface TermWeights {
  /** How much a word counts: its class, and how rare it is over all layers. 1 for a word nobody has heard of. */
  weigh(stem: string, wordClass: number): number
}

/** Weights over all layers together, so that scores of different layers can be compared. */
export function createTermWeights(layers: readonly IndexLayer[]): TermWeights {
  const entryCount = layers.reduce((sum, { index }) => sum + index.entryCount, 0)
  const rarities = new Map<string, number>()
  const rarest = Math.log(1 + (entryCount + 0.5) / 0.5)
  return {
    weigh(stem, wordClass) {
      const known = rarities.get(stem)
      const rarity = known ?? rarityOf(stem)
      if (known === undefined) rarities.set(stem, rarity)
      return (CLASS_WEIGHTS[wordClass] ?? 1) * rarity
    },
  }

  function rarityOf(stem: string): number {
    let documents = 0
    for (const { index } of layers) {
      const termId = index.termIdOf(stem)
      if (termId !== -1) documents += index.documentsOf(termId)
    }
    const rarity = Math.log(1 + (Math.max(0, entryCount - documents) + 0.5) / (documents + 0.5)) / rarest
    return LEAST_RARITY + (1 - LEAST_RARITY) * Math.min(1, rarity)
  }
}
