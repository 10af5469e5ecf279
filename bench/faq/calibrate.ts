import { readFile, writeFile } from 'node:fs/promises'
import { type ConfidenceEvidence, confidenceOf } from '../../apps/server/src/features/faq/matching/confidence.ts'
import { collectEvidence, type Evidence } from './collect-evidence.ts'
import { loadQuestionSets } from './question-sets.ts'

/**
 * Fits the weights of the ranking and of the confidence on the development half, and says from which confidence on it is right
 * often enough. `node bench/faq/calibrate.ts` shows what it found; `--write ranking|confidence` keeps it in `ranking.data.json`.
 */
const PATH = new URL('../../apps/server/src/features/faq/matching/ranking.data.json', import.meta.url)
/** Above the goal of 90 %, for the questions that nobody wrote down. */
const WANTED_PRECISION = 0.93
const STEPS = 4_000
/** What a piece of evidence can speak for only: a small set of questions must not teach that likeness is a bad sign. */
const SIGNS: Readonly<Record<string, number>> = {
  score: 1, meaning: 1, margin: 1, questionCover: 1, phraseCover: 1, literal: 1, questionMiss: -1, phraseMiss: -1, strangerInShort: -1, isShort: -1,
} // biome-ignore format: a table reads better in one row

/**
 * Set by hand: the written questions are few and hold more far paraphrases than people ask, so that they can't show how
 * surely another object ("чистка дивана" for "чистка зубов") is another question.
 */
const HELD: Readonly<Record<string, number>> = { otherObject: -3, narrower: -3, swap: -1 }

type Weights = Record<string, number>
interface Data {
  ranking: Weights
  confidence: Weights
}

const data = JSON.parse(await readFile(PATH, 'utf8')) as Data // Written by this file.
const evidence = (await loadQuestionSets()).flatMap(collectEvidence).filter(({ half }) => half === 'development')
const part = process.argv[process.argv.indexOf('--write') + 1]
const ranking = fitRanking(evidence)
console.log('ranking', ranking)
const confidence = fitConfidence(evidence)
console.log('confidence', confidence)
console.log(`threshold for ${WANTED_PRECISION * 100} %`, thresholdOf(evidence, confidence))
if (part === 'ranking') await writeFile(PATH, `${JSON.stringify({ ...data, ranking }, null, 2)}\n`)
if (part === 'confidence') await writeFile(PATH, `${JSON.stringify({ ...data, confidence }, null, 2)}\n`)

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
  for (let step = 0; step < STEPS / 10; step++) {
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

/** Logistic regression with a small penalty on large weights. */
function fitConfidence(all: readonly Evidence[]): Weights {
  const names = Object.keys(data.confidence)
  const rows = all.flatMap(({ best, candidates, entryId }) =>
    best && !candidates[0]?.contradicts
      ? [{ values: names.map((name) => evidenceAt(best, name)), isRight: candidates[0]?.entryId === entryId }]
      : [],
  )
  const weights = names.map((name) => HELD[name] ?? 0)
  for (let step = 0; step < STEPS; step++) {
    const gradient = names.map(() => 0)
    for (const { values, isRight } of rows) {
      const error = (isRight ? 1 : 0) - 1 / (1 + Math.exp(-dot(values, weights)))
      values.forEach((value, at) => {
        gradient[at] = (gradient[at] ?? 0) + error * value
      })
    }
    weights.forEach((weight, at) => {
      const next = weight + (3 * (gradient[at] ?? 0)) / rows.length - 0.001 * weight
      const sign = SIGNS[names[at] ?? '']
      if (HELD[names[at] ?? ''] === undefined) weights[at] = sign === undefined || next * sign > 0 ? next : 0
    })
  }
  return Object.fromEntries(names.map((name, at) => [name, rounded(weights[at] ?? 0)]))
}

/** The lowest confidence from which on enough of the answers are right. */
function thresholdOf(all: readonly Evidence[], weights: Weights) {
  const answers = all
    .flatMap(({ best, candidates, entryId }) =>
      best && !candidates[0]?.contradicts
        ? [
            {
              confidence: confidenceOf(best, weights as Parameters<typeof confidenceOf>[1]),
              isRight: candidates[0]?.entryId === entryId,
            },
          ]
        : [],
    )
    .sort((left, right) => right.confidence - left.confidence)
  const answerable = all.filter(({ entryId }) => entryId !== null).length
  let [right, found] = [0, { threshold: 1, covered: 0 }]
  answers.forEach(({ confidence: at, isRight }, position) => {
    if (isRight) right++
    if (right / (position + 1) >= WANTED_PRECISION)
      found = { threshold: rounded(at), covered: rounded((position + 1) / answerable) }
  })
  return found
}

function evidenceAt(best: ConfidenceEvidence, name: string): number {
  return name === 'bias' ? 1 : Number(best[name as keyof ConfidenceEvidence]) // Names of the evidence.
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
