import type { AudioEncoder } from '../audio-encoder.ts'
import { concatBytes } from '../concat-bytes.ts'
import { pcmBytes } from '../pcm-encoder.ts'
import { wavHeader } from './wav-header.ts'

/** A WAV file that is sent while it is made: its header names no size. */
export function createWavEncoder(sampleRateHz: number): AudioEncoder {
  let header: Uint8Array | null = wavHeader(sampleRateHz, null)
  const withHeader = (bytes: Uint8Array) => {
    const all = header ? concatBytes([header, bytes]) : bytes
    header = null
    return all
  }
  return { encode: (samples) => withHeader(pcmBytes(samples)), finish: () => withHeader(new Uint8Array()), close() {} }
}
