import {
  createEspeakSpeechModel,
  type EspeakRequest,
  espeakVoice,
} from '@secretary/models/providers/espeak/espeak-speech-model'
import { splitClauses } from '../../apps/server/src/conversation/clauses/split-clauses.ts'
import { createSpeaker } from '../../apps/server/src/conversation/speech/create-speaker.ts'
import { createLogger } from '../../apps/server/src/platform/logger.ts'
import { createSupervisedProcess } from '../../apps/server/src/platform/supervisor/supervised-process.ts'
import { type BenchRow, percentile } from '../bench-row.ts'

const ROUNDS = 60
const engineEntry = new URL('../../apps/server/src/features/voices/espeak-engine.ts', import.meta.url)
const ANSWER = 'Да, мы работаем сегодня до вечера, приходите в любое время с девяти до восьми.'

/** The real spare voice in its child process: what splitting, ordering and framing add to the engine, and how fast text is split. */
export default async function run(): Promise<BenchRow[]> {
  const engine = createSupervisedProcess({
    name: espeakVoice.title,
    entry: engineEntry,
    idleStopMs: 60_000,
    memoryCapMb: 400,
    startTimeoutMs: 15_000,
    logger: createLogger({ level: 'silent' }),
  })
  const { signal } = new AbortController()
  const speaker = createSpeaker(createEspeakSpeechModel(engine), 1)
  const first = await firstClause()
  const [bare, ours]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(
      await untilFirst(engine.request({ text: first, language: 'ru', speed: 1 } satisfies EspeakRequest, { signal })),
    )
    ours.push(await untilFirst(speaker.speak(whole(ANSWER), { language: 'ru', signal }), 'speech-frame'))
  }
  await engine.close()
  const [own, floor] = [percentile(ours.slice(5), 0.5), percentile(bare.slice(5), 0.5)]
  return [
    {
      figure: 'text → first sound, p50',
      value: `${own.toFixed(2)} ms`,
      rival: `the engine alone ${floor.toFixed(2)} ms`,
      ratio: (own / floor).toFixed(2),
      goal: '≤ engine + 3 ms',
      isMet: own - floor <= 3,
    },
    await splitterRow(),
  ]
}

async function splitterRow(): Promise<BenchRow> {
  const text = `${ANSWER} `.repeat(2_000)
  const pieces = text.match(/[\s\S]{1,4}/g) ?? []
  const startedAt = performance.now()
  for await (const _clause of splitClauses(each(pieces)));
  const splitMs = performance.now() - startedAt
  const loopStartedAt = performance.now()
  for await (const _piece of each(pieces));
  const loopMs = performance.now() - loopStartedAt
  return {
    figure: `clause splitter, ${pieces.length} tokens`,
    value: `${((splitMs * 1_000) / pieces.length).toFixed(2)} µs a token`,
    rival: `passing them on ${((loopMs * 1_000) / pieces.length).toFixed(2)} µs`,
    ratio: (splitMs / loopMs).toFixed(1),
  }
}

async function firstClause(): Promise<string> {
  for await (const { text } of splitClauses(whole(ANSWER))) return text.trim()
  return ''
}

async function untilFirst(parts: AsyncIterable<unknown>, type?: string): Promise<number> {
  const startedAt = performance.now()
  let firstMs = Number.NaN
  // To its end, so that no sound of this round is still being made in the next.
  for await (const part of parts)
    if (Number.isNaN(firstMs) && (type === undefined || isOfType(part, type))) firstMs = performance.now() - startedAt
  return firstMs
}

function isOfType(part: unknown, type: string): boolean {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === type
}

async function* whole(text: string) {
  yield text
}

async function* each(pieces: readonly string[]) {
  yield* pieces
}

if (import.meta.main) console.table(await run())
