import { stream } from './load-client.ts'
import type { Ways } from './start-ways.ts'

const STREAMS = 100_000
const PARALLEL = 50
const SAMPLES = 20

export interface HeapSlope {
  readonly streams: number
  readonly kilobytesPerThousand: number
  readonly startMb: number
  readonly endMb: number
}

/** What is kept after many short streams: the line through the heap as it is behind a full collection. */
export async function heapSlope(way: Ways['ours']): Promise<HeapSlope> {
  const kept: { streams: number; megabytes: number }[] = []
  const perSample = STREAMS / SAMPLES
  for (let sample = 1; sample <= SAMPLES; sample++) {
    for (let done = 0; done < perSample; done += PARALLEL)
      await Promise.all(Array.from({ length: PARALLEL }, () => stream(way, { burst: 1 })))
    kept.push({ streams: sample * perSample, megabytes: await heapMegabytes(way) })
  }
  // The first tenth fills caches and pools.
  const settled = kept.slice(SAMPLES / 10)
  return {
    streams: STREAMS,
    kilobytesPerThousand: slope(settled) * 1_024 * 1_000,
    startMb: settled[0]?.megabytes ?? Number.NaN,
    endMb: settled.at(-1)?.megabytes ?? Number.NaN,
  }
}

/** Least squares, in megabytes a stream. */
function slope(points: readonly { streams: number; megabytes: number }[]): number {
  const mean = (key: 'streams' | 'megabytes') => points.reduce((sum, point) => sum + point[key], 0) / points.length
  const [x, y] = [mean('streams'), mean('megabytes')]
  const above = points.reduce((sum, point) => sum + (point.streams - x) * (point.megabytes - y), 0)
  return above / points.reduce((sum, point) => sum + (point.streams - x) ** 2, 0)
}

async function heapMegabytes({ port, process: server }: Ways['ours']): Promise<number> {
  process.kill(server.pid, 'SIGCONT')
  // The rows of the last calls are stored within this time.
  await new Promise((resolve) => setTimeout(resolve, 500))
  process.kill(server.pid, 'SIGCONT')
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(text)?.[1]) / 1024 / 1024
}
