import type { SampleTransform } from '../sample-transform.ts'
import { type PolyphaseKernel, polyphaseKernel } from './polyphase-kernel.ts'

/** Changes the sample rate, between any two whole rates. A piece comes out late by half the filter: 1.5 ms from 22.05 to 24 kHz, 4 ms down to 8 kHz. */
export function createResampler({ fromHz, toHz }: { fromHz: number; toHz: number }): SampleTransform {
  if (fromHz === toHz) return { push: (samples) => samples, flush: () => new Int16Array() }
  const kernel = polyphaseKernel(fromHz, toHz)
  const { up, down, reach } = kernel
  // Silence before the beginning, so that the first output has inputs on both sides.
  let waiting = new Float32Array(reach - 1)
  /** Of the next output: its input among those that wait, and its phase. */
  let [position, phase] = [reach - 1, 0]
  let [taken, given] = [0, 0]

  function produce(limit: number): Int16Array {
    const output = new Int16Array(Math.max(0, Math.min(limit, countReady())))
    for (let index = 0; index < output.length; index++) {
      output[index] = clamp(weigh(kernel, waiting, position - reach + 1, phase))
      phase += down
      position += Math.floor(phase / up)
      phase %= up
    }
    given += output.length
    const unused = position - reach + 1
    waiting = waiting.slice(unused)
    position -= unused
    return output
  }

  /** Outputs whose last input is there. */
  function countReady(): number {
    const lastPosition = waiting.length - 1 - reach
    return lastPosition < position ? 0 : Math.floor(((lastPosition - position + 1) * up - 1 - phase) / down) + 1
  }

  function append(samples: ArrayLike<number>): void {
    const all = new Float32Array(waiting.length + samples.length)
    all.set(waiting)
    all.set(samples, waiting.length)
    waiting = all
  }

  return {
    push(samples) {
      taken += samples.length
      append(samples)
      return produce(Number.MAX_SAFE_INTEGER)
    },
    flush() {
      append(new Int16Array(reach + 1))
      return produce(Math.ceil((taken * up) / down) - given)
    },
  }
}

function weigh({ weights, reach }: PolyphaseKernel, inputs: Float32Array, first: number, phase: number): number {
  const taps = reach * 2
  const row = phase * taps
  let sum = 0
  for (let tap = 0; tap < taps; tap++) sum += (inputs[first + tap] ?? 0) * (weights[row + tap] ?? 0)
  return sum
}

function clamp(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)))
}
