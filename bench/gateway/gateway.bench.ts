import { type BenchRow, percentile } from '../bench-row.ts'
import { heapSlope } from './heap-slope.ts'
import { ask, type StreamTimes, stream, throughput, type Way } from './load-client.ts'
import { isPinned, pinSelf } from './pinned-process.ts'
import { startWays, type Ways } from './start-ways.ts'

const ROUNDS = 7
const PLAIN_REQUESTS = 150
const SINGLE_STREAMS = 6
const PARALLEL_STREAMS = 50
/** Of one from the vendor: 40 tokens, 10 ms each. */
const STREAM_MS = 400
const CONNECTIONS = 16
const THROUGHPUT_MS = 1_500
const WARM_UP_MS = 20_000
const LARGE_PROMPT_CHARACTERS = 1_000_000

/** Medians of the rounds, for each way. */
interface Figures {
  readonly plainMs: number
  readonly firstOfOneMs: number
  /** Of streams that begin one after another, so that this many run at any time. */
  readonly firstAmongManyMs: number
  /** Of as many that begin in one moment: most of it is their waiting for each other. */
  readonly firstOfBurstMs: number
  readonly lagP99Ms: number
  readonly lagP99BesideLargeMs: number
  readonly requestsPerSecond: number
  readonly cpuMsPerStream: number
}

/** Our relay with everything on beside a bare Node proxy and no proxy at all: the same vendor, client and machine, in turns. */
export default async function run(): Promise<BenchRow[]> {
  pinSelf(1)
  const ways = await startWays()
  try {
    for (const way of [ways.direct, ways.bare, ways.ours]) await warmUp(way)
    const rounds: Record<'direct' | 'bare' | 'ours', Figures[]> = { direct: [], bare: [], ours: [] }
    for (let round = 0; round < ROUNDS; round++) {
      rounds.direct.push(await measure(ways.direct, () => 0))
      rounds.bare.push(await measure(ways.bare, ways.bare.process.cpuSeconds))
      rounds.ours.push(await measure(ways.ours, ways.ours.process.cpuSeconds))
    }
    return [...compare(middle(rounds.direct), middle(rounds.bare), middle(rounds.ours)), await heapRow(ways)]
  } finally {
    ways.stop()
  }
}

/** As warm as a server is that has run for some minutes: until then compiling takes a share of its own. */
async function warmUp(way: Way): Promise<void> {
  await throughput(way, { connections: CONNECTIONS, forMs: WARM_UP_MS })
  for (let batch = 0; batch < 40; batch++)
    await Promise.all(Array.from({ length: PARALLEL_STREAMS }, () => stream(way, { burst: 1 })))
  for (let batch = 0; batch < 5; batch++) await besideLargePrompt(way)
}

async function measure(way: Way, cpuSeconds: () => number): Promise<Figures> {
  const plain: number[] = []
  for (let request = 0; request < PLAIN_REQUESTS; request++) plain.push(await ask(way))
  const single: number[] = []
  for (let one = 0; one < SINGLE_STREAMS; one++) single.push((await stream(way)).firstTokenMs)
  const cpuBefore = cpuSeconds()
  const many = await Promise.all(Array.from({ length: PARALLEL_STREAMS }, () => stream(way)))
  const cpuMsPerStream = ((cpuSeconds() - cpuBefore) * 1_000) / PARALLEL_STREAMS
  const besideLarge = await besideLargePrompt(way)
  const amongMany = await overlapping(way)
  return {
    plainMs: percentile(plain, 0.5),
    firstOfOneMs: percentile(single, 0.5),
    firstAmongManyMs: percentile(amongMany, 0.5),
    firstOfBurstMs: percentile(
      many.map(({ firstTokenMs }) => firstTokenMs),
      0.5,
    ),
    lagP99Ms: percentile(
      many.flatMap(({ lagsMs }) => lagsMs),
      0.99,
    ),
    lagP99BesideLargeMs: percentile(besideLarge, 0.99),
    requestsPerSecond: await throughput(way, { connections: CONNECTIONS, forMs: THROUGHPUT_MS }),
    cpuMsPerStream,
  }
}

/** First tokens of streams that begin one after another, each while the others of about its time are running. */
async function overlapping(way: Way): Promise<number[]> {
  const streams: Promise<StreamTimes>[] = []
  for (let begun = 0; begun < 2 * PARALLEL_STREAMS; begun++) {
    streams.push(stream(way))
    await new Promise((resolve) => setTimeout(resolve, STREAM_MS / PARALLEL_STREAMS))
  }
  const times = await Promise.all(streams)
  // The first ones were still alone.
  return times.slice(PARALLEL_STREAMS).map(({ firstTokenMs }) => firstTokenMs)
}

/** What the tokens of the others wait for while one prompt of a megabyte is on its way. */
async function besideLargePrompt(way: Way): Promise<number[]> {
  const streams = Promise.all(Array.from({ length: PARALLEL_STREAMS }, () => stream(way)))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await ask(way, { padding: 'x'.repeat(LARGE_PROMPT_CHARACTERS) })
  return (await streams).flatMap(({ lagsMs }) => lagsMs)
}

function middle(rounds: readonly Figures[]): Figures {
  const of = (key: keyof Figures) =>
    percentile(
      rounds.map((round) => round[key]),
      0.5,
    )
  return {
    plainMs: of('plainMs'),
    firstOfOneMs: of('firstOfOneMs'),
    firstAmongManyMs: of('firstAmongManyMs'),
    firstOfBurstMs: of('firstOfBurstMs'),
    lagP99Ms: of('lagP99Ms'),
    lagP99BesideLargeMs: of('lagP99BesideLargeMs'),
    requestsPerSecond: of('requestsPerSecond'),
    cpuMsPerStream: of('cpuMsPerStream'),
  }
}

function compare(direct: Figures, bare: Figures, ours: Figures): BenchRow[] {
  const added = (figures: Figures, key: keyof Figures) => figures[key] - direct[key]
  const addedRow = (figure: string, key: keyof Figures, goal: { text: string; isMet: boolean }): BenchRow => ({
    figure,
    value: ms(added(ours, key)),
    rival: `bare proxy ${ms(added(bare, key))} (direct ${ms(direct[key])})`,
    ratio: (added(ours, key) / added(bare, key)).toFixed(2),
    goal: goal.text,
    isMet: goal.isMet,
  })
  const plainRatio = added(ours, 'plainMs') / added(bare, 'plainMs')
  const rateRatio = ours.requestsPerSecond / bare.requestsPerSecond
  const cpuRatio = ours.cpuMsPerStream / bare.cpuMsPerStream
  const delayMs = ours.lagP99BesideLargeMs - ours.lagP99Ms
  return [
    addedRow('plain request, added p50', 'plainMs', { text: '≤ 1.5×', isMet: plainRatio <= 1.5 }),
    addedRow('first token of one stream, added p50', 'firstOfOneMs', {
      text: '≤ 1.5 ms',
      isMet: added(ours, 'firstOfOneMs') <= 1.5,
    }),
    addedRow('first token among 50 streams, added p50', 'firstAmongManyMs', {
      text: '≤ 2 ms',
      isMet: added(ours, 'firstAmongManyMs') <= 2,
    }),
    addedRow('first token of 50 that begin in one moment, added p50', 'firstOfBurstMs', {
      // Of fifty that come at once each waits for half of the others, whoever serves them.
      text: '≤ 2 ms, or 1.5× the bare proxy',
      isMet: added(ours, 'firstOfBurstMs') <= Math.max(2, 1.5 * added(bare, 'firstOfBurstMs')),
    }),
    {
      figure: 'requests a second, 16 connections',
      value: ours.requestsPerSecond.toFixed(0),
      rival: `bare proxy ${bare.requestsPerSecond.toFixed(0)} (direct ${direct.requestsPerSecond.toFixed(0)})`,
      ratio: rateRatio.toFixed(2),
      goal: '≥ 0.75×',
      isMet: rateRatio >= 0.75,
    },
    {
      figure: 'CPU of a stream of 40 tokens, 50 at once',
      value: ms(ours.cpuMsPerStream),
      rival: `bare proxy ${ms(bare.cpuMsPerStream)}`,
      ratio: cpuRatio.toFixed(2),
      goal: '≤ 2×',
      isMet: cpuRatio <= 2,
    },
    {
      figure: 'a prompt of 1 MB delays the tokens of 50 streams, p99',
      value: ms(delayMs),
      rival: `bare proxy ${ms(bare.lagP99BesideLargeMs - bare.lagP99Ms)}`,
      goal: '≤ 10 ms',
      isMet: delayMs <= 10,
    },
    { figure: 'both on cores of their own', value: isPinned ? 'yes' : 'no: one core, or no taskset' },
  ]
}

async function heapRow({ ours }: Ways): Promise<BenchRow> {
  const { kilobytesPerThousand, startMb, endMb, streams } = await heapSlope(ours)
  return {
    figure: `heap after ${streams} streams`,
    value: `${endMb.toFixed(1)} MB`,
    rival: `after the first tenth ${startMb.toFixed(1)} MB`,
    ratio: `slope ${kilobytesPerThousand.toFixed(2)} kB per 1000`,
    goal: 'flat: ≤ 50 kB per 1000',
    isMet: kilobytesPerThousand <= 50,
  }
}

const ms = (value: number) => `${value.toFixed(2)} ms`

if (import.meta.main) {
  console.table(await run())
  process.exit(0)
}
