import type { SampleTransform } from '../sample-transform.ts'
import { findSimilar } from './find-similar.ts'

/** Half a grain: some periods of the deepest voice. */
const HOP_MS = 16
/** How far around its place a grain is looked for: a period of a deep voice. */
const SEARCH_MS = 8

/**
 * Faster or slower speech at the same pitch. Grains of sound are laid over one another closer or further than they stood,
 * each taken where it best continues the one before (waveform-similarity overlap-add).
 * A tempo of 2 halves the length. The output is exactly as long as it should be.
 */
export function createTempoChanger({ sampleRateHz, tempo }: { sampleRateHz: number; tempo: number }): SampleTransform {
  const hop = Math.round((sampleRateHz * HOP_MS) / 1000)
  const reach = Math.round((sampleRateHz * SEARCH_MS) / 1000)
  const rise = Float32Array.from({ length: hop }, (_, index) => (1 - Math.cos((Math.PI * (index + 0.5)) / hop)) / 2)
  let waiting = new Float32Array()
  /** Places in all of the input: of `waiting[0]`, and where the last grain would go on. */
  let [origin, continuation] = [0, -1]
  let [grains, taken, given] = [0, 0, 0]
  let fading = new Float32Array(hop)

  function append(samples: Int16Array): void {
    const all = new Float32Array(waiting.length + samples.length)
    all.set(waiting)
    all.set(samples, waiting.length)
    waiting = all
  }

  /** Grains whose whole surroundings are there. */
  function produce(lengthLimit: number): Int16Array {
    const pieces: number[] = []
    for (;;) {
      const place = Math.round(grains * hop * tempo)
      if (place + reach + 2 * hop > origin + waiting.length || given + pieces.length >= lengthLimit) break
      const start = continuation < 0 ? place : bestStart(place)
      addGrain(start - origin, pieces)
      continuation = start + hop
      grains++
      forget(Math.min(continuation, Math.round(grains * hop * tempo) - reach))
    }
    const output = Int16Array.from(pieces.slice(0, lengthLimit - given), clamp)
    given += output.length
    return output
  }

  function bestStart(place: number): number {
    const from = Math.max(origin, place - reach)
    return (
      origin +
      findSimilar(waiting, {
        like: continuation - origin,
        from: from - origin,
        to: place + reach - origin,
        length: hop,
      })
    )
  }

  function addGrain(start: number, pieces: number[]): void {
    const isFirst = grains === 0
    for (let index = 0; index < hop; index++) {
      const weight = isFirst ? 1 : (rise[index] ?? 0)
      pieces.push((fading[index] ?? 0) + weight * (waiting[start + index] ?? 0))
    }
    fading = Float32Array.from(
      { length: hop },
      (_, index) => (1 - (rise[index] ?? 0)) * (waiting[start + hop + index] ?? 0),
    )
  }

  function forget(before: number): void {
    const unused = Math.max(0, Math.min(waiting.length, before - origin))
    waiting = waiting.slice(unused)
    origin += unused
  }

  return {
    push(samples) {
      taken += samples.length
      append(samples)
      return produce(Number.MAX_SAFE_INTEGER)
    },
    flush() {
      const length = Math.round(taken / tempo)
      append(new Int16Array(Math.ceil(hop * tempo) + reach + 4 * hop))
      return produce(length)
    },
  }
}

function clamp(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)))
}
