import type { PcmFrame } from '@secretary/audio/pcm-frame'
import type { SpeechFormat } from '@secretary/contracts/openai-speech.contract'
import { encodeByFfmpeg } from './encode-by-ffmpeg.ts'
import { ENCODED_RATE_HZ, firstPieceMs, type ThreadFormat } from './encoder-messages.ts'
import { createEncoderThread } from './encoder-thread.ts'

/** Sound of the voice as the bytes of a file. */
export interface SpeechEncoders {
  /**
   * Bytes as soon as there are some. Whoever stops reading stops everything behind it.
   * @throws EncoderMissing, ProviderError
   */
  encode(frames: AsyncIterable<PcmFrame>, format: SpeechFormat): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

export function createSpeechEncoders({ searchPath }: { searchPath: string }): SpeechEncoders {
  const thread = createEncoderThread()

  async function* encodeInThread(frames: AsyncIterable<PcmFrame>, format: ThreadFormat): AsyncGenerator<Uint8Array> {
    const encoder = thread.open(format)
    try {
      // While the encoder is loaded, the voice begins to speak.
      for await (const { samples, sampleRateHz } of beginningShort(frames, firstPieceMs[format])) {
        await encoder.opened
        const bytes = await encoder.encode(samples, sampleRateHz)
        if (bytes.length > 0) yield bytes
      }
      await encoder.opened
      const rest = await encoder.finish()
      if (rest.length > 0) yield rest
    } finally {
      encoder.close()
    }
  }

  return {
    encode: (frames, format) =>
      format === 'aac'
        ? encodeByFfmpeg(encodeInThread(frames, 'pcm'), { sampleRateHz: ENCODED_RATE_HZ, searchPath })
        : encodeInThread(frames, format),
    close: thread.close,
  }
}

/** The same sound, its first frame in two: whoever waits for the first bytes does not wait for all of it to be encoded. */
async function* beginningShort(frames: AsyncIterable<PcmFrame>, firstMs: number): AsyncGenerator<PcmFrame> {
  let isFirst = true
  for await (const frame of frames) {
    const size = isFirst ? Math.ceil((frame.sampleRateHz * firstMs) / 1000) : frame.samples.length
    isFirst = false
    yield { ...frame, samples: frame.samples.subarray(0, size) }
    if (size < frame.samples.length) yield { ...frame, samples: frame.samples.subarray(size) }
  }
}
