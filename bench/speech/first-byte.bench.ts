import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type SpeechFormat, speechFormats } from '@secretary/contracts/openai-speech.contract'
import { type EspeakRequest, espeakVoice } from '@secretary/models/providers/espeak/espeak-speech-model'
import { buildApp } from '../../apps/server/src/app.ts'
import { loadConfig } from '../../apps/server/src/config/load-config.ts'
import { createContainer } from '../../apps/server/src/container.ts'
import { splitClauses } from '../../apps/server/src/conversation/clauses/split-clauses.ts'
import { systemActor } from '../../apps/server/src/platform/actor.ts'
import { createLogger } from '../../apps/server/src/platform/logger.ts'
import { createSupervisedProcess } from '../../apps/server/src/platform/supervisor/supervised-process.ts'
import { type BenchRow, percentile } from '../bench-row.ts'

const ROUNDS = 40
const WARM_UP_ROUNDS = 5
const STREAMS = 8
const engineEntry = new URL('../../apps/server/src/features/voices/espeak-engine.ts', import.meta.url)
const names = 'Анна Борис Вера Глеб Дарья Егор Жанна Захар Ирина Кирилл Лидия Марк Нина Олег Павел Роза'.split(' ')

/** A whole server over a socket, with identity, limits, usage and audit: from the request to the first byte of sound, beside the engine alone. */
export default async function run(): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-bench-speech-'))
  const server = await startServer(dataDir)
  const engine = createSupervisedProcess({
    name: espeakVoice.title,
    entry: engineEntry,
    idleStopMs: 60_000,
    memoryCapMb: 400,
    startTimeoutMs: 15_000,
    logger: createLogger({ level: 'silent' }),
  })
  try {
    const { bare, ours } = await measure(server, (text) => untilFirst(engine, text))
    const texts = Array.from({ length: STREAMS }, (_, index) => `${textOf(index, 'held')} `.repeat(8))
    const heldByEngine = await loopHeldMs(texts.map((text) => () => untilFirst(engine, text)))
    const held = await loopHeldMs(
      texts.map((text, index) => () => server.speak(text, index % 2 === 0 ? 'mp3' : 'opus')),
    )
    return [...speechFormats.map((format) => rowOf(format, ours.get(format) ?? [], bare)), heldRow(held, heldByEngine)]
  } finally {
    await engine.close()
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

type Server = Awaited<ReturnType<typeof startServer>>

async function startServer(dataDir: string) {
  const config = loadConfig({ DATA_DIR: dataDir, ORCHESTRATOR_PORT: '0', RATE_LIMIT_ENABLED: 'false' })
  const container = await createContainer({ config, logger: createLogger({ level: 'silent' }) })
  const app = await buildApp(container)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { key } = await container.apiKeys.create(systemActor, {
    name: 'bench',
    scopes: [],
    allowedOrigins: [],
    expiresAt: null,
  })
  const agent = new Agent({ keepAlive: true })
  const address = app.addresses()[0]
  const port = typeof address === 'object' ? address.port : 0
  return {
    /** Until the first byte, in milliseconds; resolves when all of it has come. */
    speak: (input: string, format: SpeechFormat) => callSpeech({ agent, port, key, input, format }),
    async close() {
      agent.destroy()
      await app.close()
      await container.close()
    },
  }
}

interface SpeechCall {
  readonly agent: Agent
  readonly port: number
  readonly key: string
  readonly input: string
  readonly format: SpeechFormat
}

function callSpeech({ agent, port, key, input, format }: SpeechCall): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const startedAt = performance.now()
    let firstMs = Number.NaN
    const call = request(
      { agent, port, host: '127.0.0.1', method: 'POST', path: '/v1/audio/speech', headers },
      (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${format}: ${answer.statusCode}`))
        answer.once('data', () => {
          firstMs = performance.now() - startedAt
        })
        answer
          .resume()
          .once('end', () => resolve(firstMs))
          .once('error', reject)
      },
    )
    call.once('error', reject)
    call.end(JSON.stringify({ model: 'tts-1', voice: 'alloy', input, response_format: format }))
  })
}

/** Interleaved, each time in another order, and each text once: nothing comes from the cache of phrases. */
async function measure(server: Server, bareMs: (text: string) => Promise<number>) {
  const bare: number[] = []
  const ours = new Map<SpeechFormat, number[]>(speechFormats.map((format) => [format, []]))
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const engineMs = await bareMs(await firstClause(textOf(round, 'engine')))
    if (round >= 0) bare.push(engineMs)
    const start = (round + WARM_UP_ROUNDS) % speechFormats.length
    for (const format of [...speechFormats.slice(start), ...speechFormats.slice(0, start)]) {
      const ms = await server.speak(textOf(round, format), format).catch(() => Number.NaN)
      if (round >= 0) ours.get(format)?.push(ms)
    }
  }
  return { bare, ours }
}

/** How long the main thread was held while all this was going on at once. */
async function loopHeldMs(streams: readonly (() => Promise<number>)[]): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await Promise.all(streams.map((stream) => stream()))
  delay.disable()
  return delay.percentile(99) / 1e6
}

function rowOf(format: SpeechFormat, ours: readonly number[], bare: readonly number[]): BenchRow {
  const [own, floor] = [percentile(ours, 0.5), percentile(bare, 0.5)]
  const isOwnProgram = format === 'aac'
  return {
    figure: `request → first byte of ${format}, p50`,
    value: Number.isNaN(own) ? 'ffmpeg is not installed' : `${own.toFixed(1)} ms`,
    rival: `the engine alone ${floor.toFixed(1)} ms`,
    ratio: (own / floor).toFixed(2),
    // A program of its own is started for each of these.
    ...(!isOwnProgram && { goal: '≤ engine + 3 ms', isMet: own - floor <= 3 }),
  }
}

function heldRow(heldMs: number, byEngineMs: number): BenchRow {
  return {
    figure: `main thread held, ${STREAMS} streams at once, p99`,
    value: `${heldMs.toFixed(1)} ms`,
    rival: `listening to the engine alone ${byEngineMs.toFixed(1)} ms`,
    ratio: (heldMs / byEngineMs).toFixed(2),
    goal: '≤ 10 ms',
    isMet: heldMs <= 10,
  }
}

function textOf(round: number, purpose: string): string {
  const name = names[(round + names.length) % names.length] ?? ''
  return `${name}, это вопрос ${purpose} под номером ${round + 100}, и мы работаем сегодня до вечера. Приходите в любое время.`
}

async function firstClause(text: string): Promise<string> {
  for await (const clause of splitClauses(once(text))) return clause.text.trim()
  return ''
}

async function untilFirst(engine: ReturnType<typeof createSupervisedProcess>, text: string): Promise<number> {
  const startedAt = performance.now()
  let firstMs = Number.NaN
  const { signal } = new AbortController()
  const body: EspeakRequest = { text, language: 'ru', speed: 1 }
  // To its end, so that no sound of this round is still being made in the next.
  for await (const _part of engine.request(body, { signal }))
    if (Number.isNaN(firstMs)) firstMs = performance.now() - startedAt
  return firstMs
}

async function* once(text: string) {
  yield text
}

if (import.meta.main) console.table(await run())
