import { readFile, writeFile } from 'node:fs/promises'
import { collectEvidence, type Evidence } from './collect-evidence.ts'
import { answersOf, crossValidate, fitConfidence } from './fit-confidence.ts'
import { loadWrittenSets, type QuestionSet } from './question-sets.ts'
import { starterPackPhrasings, starterPackQuestions } from './starter-pack-questions.ts'

/**
 * Fits the weights of the ranking and of the confidence to the development halves, and says from which confidence on what is
 * answered is right often enough in every kind of set, by weights that were fitted to other trades. `node bench/faq/calibrate.ts`
 * shows what it found; `--write ranking|confidence` keeps it in `ranking.data.json`.
 */
const PATH = new URL('../../apps/server/src/features/faq/matching/ranking.data.json', import.meta.url)
const WANTED_PRECISION = 0.9
const STEPS = 400

type Weights = Record<string, number>
interface Data {
  ranking: Weights
  confidence: Weights
}

const data = JSON.parse(await readFile(PATH, 'utf8')) as Data // Written by this file.
const written = await loadWrittenSets()
const sets = [...written, ...(await starterPackQuestions()), ...(await starterPackPhrasings())]
const kinds = new Map(sets.map((set) => [set.name, kindOf(set)]))
const evidence = sets.flatMap(collectEvidence).filter(({ half }) => half === 'development')
const names = Object.keys(data.confidence)
const ranking = fitRanking(evidence)
const confidence = fitConfidence(answersOf(evidence), names)
console.log('ranking', ranking)
console.log('confidence', confidence)
console.table(thresholds())
const part = process.argv[process.argv.indexOf('--write') + 1]
if (part === 'ranking') await writeFile(PATH, `${JSON.stringify({ ...data, ranking }, null, 2)}\n`)
if (part === 'confidence') await writeFile(PATH, `${JSON.stringify({ ...data, confidence }, null, 2)}\n`)

/** Precision and coverage of each kind of set from each threshold on, with what was wrongly answered when the entry was taken out. */
function thresholds() {
  const answers = crossValidate(answersOf(evidence), names)
  const answerable = (kind: string) =>
    evidence.filter(({ set, entryId }) => kinds.get(set) === kind && entryId !== null)
  return Array.from({ length: 17 }, (_, step) => 0.55 + step * 0.025).map((threshold) => {
    const found = [...new Set(kinds.values())].map((kind) => {
      const hits = answers.filter(({ set, confidence: at }) => at >= threshold && kinds.get(set) === kind)
      const real = hits.filter(({ isWithout, isOffTopic }) => !isWithout && !isOffTopic)
      const right = real.filter(({ isRight }) => isRight).length
      return { kind, right, all: real.length, wrongly: hits.length - real.length, of: answerable(kind).length }
    })
    const offTopic = answers.filter(({ isOffTopic, confidence: at }) => isOffTopic && at >= threshold).length
    return {
      threshold: rounded(threshold),
      offTopic,
      ...Object.fromEntries(
        found.map(({ kind, right, all, wrongly, of }) => [
          kind,
          `${right}/${all}, ${((100 * all) / of).toFixed(1)} %, ${wrongly}`,
        ]),
      ),
      isEnough: offTopic === 0 && found.every(({ right, all }) => right >= WANTED_PRECISION * all),
    }
  })
}

function kindOf({ name, leavesOut }: QuestionSet): string {
  if (leavesOut) return 'packs with phrasings'
  return written.some((set) => set.name === name) ? 'written' : 'packs'
}

/** Softmax over the candidates of each question; weights stay positive and add up to 1. */
function fitRanking(all: readonly Evidence[]): Weights {
  const names = Object.keys(data.ranking)
  const weights = names.map((name) => 12 * (data.ranking[name] ?? 0))
  const questions = all
    .map(({ entryId, candidates }) => ({
      right: candidates.findIndex((candidate) => candidate.entryId === entryId),
      rows: candidates.map(({ features }) => names.map((name) => Number(features[name as keyof typeof features]))), // Names of the features.
    }))
    .filter(({ right }) => right !== -1)
  for (let step = 0; step < STEPS; step++) {
    const gradient = names.map(() => 0)
    for (const { right, rows } of questions) {
      const scores = rows.map((row) => Math.exp(dot(row, weights)))
      const total = scores.reduce((sum, score) => sum + score, 0)
      rows.forEach((row, position) => {
        const error = (position === right ? 1 : 0) - (scores[position] ?? 0) / total
        row.forEach((value, at) => {
          gradient[at] = (gradient[at] ?? 0) + error * value
        })
      })
    }
    weights.forEach((weight, at) => {
      weights[at] = Math.max(0.1, weight + (20 * (gradient[at] ?? 0)) / questions.length)
    })
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return Object.fromEntries(names.map((name, at) => [name, rounded((weights[at] ?? 0) / total)]))
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
