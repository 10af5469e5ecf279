import { splitClauses } from '../../apps/server/src/conversation/clauses/split-clauses.ts'
import { runTurn } from '../../apps/server/src/conversation/run-turn.ts'
import { createSpeaker } from '../../apps/server/src/conversation/speech/create-speaker.ts'
import type { FaqAnswer, TurnDeps, TurnInput } from '../../apps/server/src/conversation/turn-deps.ts'
import { type BenchRow, percentile } from '../bench-row.ts'
import { createScriptedEngines, SCRIPTED_ANSWER, scriptedTokens } from './scripted-engines.ts'

const ROUNDS = 40

/** The whole turn and two bare loops over the same scripted engines, in turns: what of the time until the first sound is ours. */
export default async function run(): Promise<BenchRow[]> {
  const cutToken = await tokenThatDecidesTheFirstCut()
  const sentenceToken = scriptedTokens.findIndex((token) => token.includes('.'))
  const [overhead, ours, clauseLoop, sentenceLoop]: [number[], number[], number[], number[]] = [[], [], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    const turn = await timeTurn(cutToken)
    overhead.push(turn.overheadMs)
    ours.push(turn.firstSoundMs)
    clauseLoop.push(await timeBareLoop(cutToken))
    sentenceLoop.push(await timeBareLoop(sentenceToken))
  }
  const [own, bare, bySentence] = [percentile(ours, 0.5), percentile(clauseLoop, 0.5), percentile(sentenceLoop, 0.5)]
  const [p50, p95] = [percentile(overhead, 0.5), percentile(overhead, 0.95)]
  return [
    { figure: 'over the engines, p50', value: ms(p50), rival: 'goal only', goal: '≤ 5 ms', isMet: p50 <= 5 },
    { figure: 'over the engines, p95', value: ms(p95), goal: '≤ 15 ms', isMet: p95 <= 15 },
    {
      figure: 'question → first sound, p50',
      value: ms(own),
      rival: `bare loop that knows the cut ${ms(bare)}`,
      ratio: (own / bare).toFixed(3),
    },
    {
      figure: 'earlier than a cut at the sentence, p50',
      value: ms(bySentence - own),
      rival: `bare loop by sentences ${ms(bySentence)}`,
      ratio: (own / bySentence).toFixed(2),
      goal: '≥ 150 ms',
      isMet: bySentence - own >= 150,
    },
  ]
}

/** From the token that makes the first clause whole to the engine, and from the engine's first frame to the listener. */
async function timeTurn(cutToken: number): Promise<{ overheadMs: number; firstSoundMs: number }> {
  const { model, voice, times } = createScriptedEngines()
  const abort = new AbortController()
  const startedAt = performance.now()
  let heardAt = Number.NaN
  const deps: TurnDeps = {
    answerSlots: { take: async () => () => {} },
    faq: { answer: () => noAnswer, recordHit: () => {} },
    models: {
      current: () => ({ model, providerId: 's', providerName: 's', modelId: 's', contextWindowTokens: 8_192 }),
    },
    voice: () => createSpeaker(voice, 1),
    systemPrompt: () => 'You are a secretary.',
  }
  for await (const part of runTurn(deps, question, { signal: abort.signal }))
    if (part.type === 'speech-frame') {
      heardAt = performance.now()
      break
    }
  abort.abort()
  const [asked = Number.NaN, sounded = Number.NaN] = [times.askedAt[0], times.soundedAt[0]]
  const overheadMs = asked - (times.tokensAt[cutToken] ?? Number.NaN) + (heardAt - sounded)
  return { overheadMs, firstSoundMs: heardAt - startedAt }
}

async function timeBareLoop(lastToken: number): Promise<number> {
  const { model, voice } = createScriptedEngines()
  const signal = new AbortController().signal
  const startedAt = performance.now()
  let position = 0
  for await (const part of model.stream({ messages: [] }, { signal })) {
    if (part.type !== 'text-delta' || position++ < lastToken) continue
    for await (const _frame of voice.synthesize({ text: SCRIPTED_ANSWER, language: 'ru' }, { signal }))
      return performance.now() - startedAt
  }
  return Number.NaN
}

/** The splitter judges a place when it knows what follows; no loop can cut earlier by the same rules. */
async function tokenThatDecidesTheFirstCut(): Promise<number> {
  let given = -1
  async function* counted() {
    for (const token of scriptedTokens) {
      given++
      yield token
    }
  }
  for await (const _clause of splitClauses(counted())) return given
  return given
}

const noAnswer: FaqAnswer = {
  outcome: 'none',
  text: null,
  entryId: null,
  question: null,
  kind: null,
  score: 0,
  elapsedMs: 0,
  candidates: [],
  sources: [],
}

const question: TurnInput = {
  caller: 'somebody',
  text: 'Вы сегодня работаете?',
  language: 'ru',
  scopeId: null,
  history: [],
  withVoice: true,
  expects: null,
  queueMs: 0,
}

const ms = (value: number) => `${value.toFixed(2)} ms`

if (import.meta.main) console.table(await run())
