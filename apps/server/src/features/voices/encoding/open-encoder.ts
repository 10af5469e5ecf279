import type { AudioEncoder } from '@secretary/audio/audio-encoder'
import { loadMp3Encoder } from '@secretary/audio/codecs/load-mp3-encoder'
import { loadOpusCodec } from '@secretary/audio/codecs/load-opus-codec'
import { concatBytes } from '@secretary/audio/concat-bytes'
import { createFlacEncoder } from '@secretary/audio/flac/flac-encoder'
import { createOggOpusEncoder } from '@secretary/audio/ogg/ogg-opus-encoder'
import { createPcmEncoder } from '@secretary/audio/pcm-encoder'
import { createResampler } from '@secretary/audio/resample/create-resampler'
import type { SampleTransform } from '@secretary/audio/sample-transform'
import { createWavEncoder } from '@secretary/audio/wav/wav-encoder'
import { ENCODED_RATE_HZ, type ThreadFormat } from './encoder-messages.ts'

/** An encoder that takes sound of any rate. */
export interface OpenEncoder {
  encode(samples: Int16Array, sampleRateHz: number): Uint8Array
  finish(): Uint8Array
  close(): void
}

/** Loads what the format needs. Sound keeps the rate of its first piece. */
export async function openEncoder(format: ThreadFormat): Promise<OpenEncoder> {
  const encoder = await factories[format]()
  let resampler: SampleTransform | null = null
  return {
    encode(samples, sampleRateHz) {
      resampler ??= createResampler({ fromHz: sampleRateHz, toHz: ENCODED_RATE_HZ })
      return encoder.encode(resampler.push(samples))
    },
    finish: () => concatBytes([encoder.encode(resampler?.flush() ?? new Int16Array()), encoder.finish()]),
    close: () => encoder.close(),
  }
}

const factories: Record<ThreadFormat, () => AudioEncoder | Promise<AudioEncoder>> = {
  mp3: () => loadMp3Encoder(ENCODED_RATE_HZ),
  opus: async () => createOggOpusEncoder(await loadOpusCodec(), Math.floor(Math.random() * 2 ** 32)),
  flac: () => createFlacEncoder(ENCODED_RATE_HZ),
  wav: () => createWavEncoder(ENCODED_RATE_HZ),
  pcm: createPcmEncoder,
}
