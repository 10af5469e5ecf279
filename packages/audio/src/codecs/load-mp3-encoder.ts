import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { createEncoder, WasmMediaEncoder } from 'wasm-media-encoders'
import type { AudioEncoder } from '../audio-encoder.ts'

/** Good for a voice, and small: a minute takes half a megabyte. */
const KILOBITS_PER_SECOND = 64

type CompiledLame = Parameters<typeof createEncoder>[1]

type Lame = WasmMediaEncoder<'audio/mpeg'>

let compiled: CompiledLame | null = null

/** Those that were closed, set up anew: that takes LAME as long as encoding the first tenth of a second. */
const ready: Lame[] = []
const MAX_READY = 4

/** LAME (WASM), mono with a constant rate; the code is loaded when this is called first. Sound comes out from 34 ms on. */
export async function loadMp3Encoder(sampleRateHz: 24_000): Promise<AudioEncoder> {
  const encoder = ready.pop() ?? setUp(await createLame(), sampleRateHz)
  return {
    // The bytes stay the encoder's own, so they are copied.
    encode: (samples) => encoder.encode([Float32Array.from(samples, (sample) => sample / 32_768)]).slice(),
    finish: () => encoder.finalize().slice(),
    // The memory of one that is not kept goes with the last reference to it.
    close() {
      if (ready.length < MAX_READY) ready.push(setUp(encoder, sampleRateHz))
    },
  }
}

function setUp(lame: Lame, sampleRate: 24_000): Lame {
  lame.configure({ sampleRate, outputSampleRate: sampleRate, channels: 1, bitrate: KILOBITS_PER_SECOND })
  return lame
}

async function createLame(): Promise<Lame> {
  const { createEncoder } = await import('wasm-media-encoders')
  return createEncoder('audio/mpeg', compiled ?? (await readWasm()), (module) => {
    compiled = module
  })
}

function readWasm(): Promise<Uint8Array> {
  return readFile(createRequire(import.meta.url).resolve('wasm-media-encoders/wasm/mp3'))
}
