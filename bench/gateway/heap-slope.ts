import { stream, type Way } from './load-client.ts'

const STREAMS = 100_000
const PARALLEL = 50
const SAMPLES = 20

export interface HeapSlope {
  readonly streams: number
  readonly kilobytesPerThousand: number
  readonly startMb: number
  readonly endMb: number
}

/** The heap over many short streams: the line through its lows, since garbage comes and goes in between. */
export async function heapSlope(way: Way): Promise<HeapSlope> {
  const lows: { streams: number; megabytes: number }[] = []
  const perSample = STREAMS / SAMPLES
  for (let sample = 1; sample <= SAMPLES; sample++) {
    let low = Number.POSITIVE_INFINITY
    for (let done = 0; done < perSample; done += PARALLEL) {
      await Promise.all(Array.from({ length: PARALLEL }, () => stream(way, { burst: 1 })))
      if (done % (PARALLEL * 4) === 0) low = Math.min(low, await heapMegabytes(way))
    }
    lows.push({ streams: sample * perSample, megabytes: low })
  }
  // The first tenth fills caches and pools.
  const settled = lows.slice(SAMPLES / 10)
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

async function heapMegabytes({ port }: Way): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(text)?.[1]) / 1024 / 1024
}
