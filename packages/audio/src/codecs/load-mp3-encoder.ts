import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { createEncoder } from 'wasm-media-encoders'
import type { AudioEncoder } from '../audio-encoder.ts'

/** Good for a voice, and small: a minute takes half a megabyte. */
const KILOBITS_PER_SECOND = 64

type CompiledLame = Parameters<typeof createEncoder>[1]

let compiled: CompiledLame | null = null

/** LAME (WASM), mono with a constant rate; the code is loaded when this is called first. */
export async function loadMp3Encoder(sampleRateHz: 24_000): Promise<AudioEncoder> {
  const lame = await import('wasm-media-encoders')
  const encoder = await lame.createEncoder('audio/mpeg', compiled ?? (await readWasm()), (module) => {
    compiled = module
  })
  encoder.configure({
    sampleRate: sampleRateHz,
    outputSampleRate: sampleRateHz,
    channels: 1,
    bitrate: KILOBITS_PER_SECOND,
  })
  return {
    // The bytes stay the encoder's own, so they are copied.
    encode: (samples) => encoder.encode([Float32Array.from(samples, (sample) => sample / 32_768)]).slice(),
    finish: () => encoder.finalize().slice(),
    // Its memory goes with the last reference to it.
    close() {},
  }
}

function readWasm(): Promise<Uint8Array> {
  return readFile(createRequire(import.meta.url).resolve('wasm-media-encoders/wasm/mp3'))
}
