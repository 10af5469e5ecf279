import { CLASS_WEIGHTS } from './analyze-question.ts'
import type { IndexLayer } from './index-layer.ts'

/** Even a word that every entry holds says something. */
const LEAST_RARITY = 0.25

export interface TermWeights {
  /** How much a word counts: its class, and how rare it is over all layers. 1 for a word nobody has heard of. */
  weigh(stem: string, wordClass: number): number
  /** The same for a term of one of the layers. */
  weighTerm(layer: IndexLayer, termId: number, wordClass: number): number
}

const remembered = new WeakMap<readonly IndexLayer[], TermWeights>()

/** Weights over all layers together, so that scores of different layers can be compared. Layers that were edited are another array. */
export function termWeightsOf(layers: readonly IndexLayer[]): TermWeights {
  const known = remembered.get(layers) ?? createTermWeights(layers)
  remembered.set(layers, known)
  return known
}

function createTermWeights(layers: readonly IndexLayer[]): TermWeights {
  const entryCount = layers.reduce((sum, { index }) => sum + index.entryCount, 0)
  const rarest = Math.log(1 + (entryCount + 0.5) / 0.5)
  /** By term; 0 where it was not asked for yet. */
  const rarities = new Map(layers.map((layer) => [layer, new Float64Array(layer.index.termCount)]))
  return {
    weigh: (stem, wordClass) => (CLASS_WEIGHTS[wordClass] ?? 1) * rarityOf(stem),
    weighTerm(layer, termId, wordClass) {
      const known = rarities.get(layer)?.[termId] ?? 0
      return (CLASS_WEIGHTS[wordClass] ?? 1) * (known === 0 ? rarityOfTerm(layer, termId) : known)
    },
  }

  function rarityOfTerm(layer: IndexLayer, termId: number): number {
    const rarity = rarityOf(layer.index.stemAt(termId))
    const own = rarities.get(layer)
    if (own) own[termId] = rarity
    return rarity
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
