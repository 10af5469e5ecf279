import type { OpusCodec } from '../ogg/ogg-opus-encoder.ts'

/** What we use of the package's WASM part, which brings no types. */
interface OpusPackage {
  Encoder: new (options: {
    channels: 1
    sample_rate: number
    application: 'audio'
  }) => {
    ctl(request: number, value?: number): number
    encode(bytes: Uint8Array): Uint8Array
    drop(): void
  }
}

const SAMPLE_RATE_HZ = 24_000
/** Enough for a voice to sound as it came. */
const BITS_PER_SECOND = 32_000
/** libopus: OPUS_SET_BITRATE and OPUS_GET_LOOKAHEAD. */
const [SET_BITRATE, GET_LOOKAHEAD] = [4002, 4027]

/** libopus, at 24 kHz; the code is loaded when this is called. The WASM part is taken on purpose: native code could take the process with it. */
export async function loadOpusCodec(): Promise<OpusCodec> {
  // @ts-expect-error The package has no types for this entry; OpusPackage above says what we use.
  const { default: opus }: { default: OpusPackage } = await import('@evan/opus/wasm/index.js')
  const encoder = new opus.Encoder({ channels: 1, sample_rate: SAMPLE_RATE_HZ, application: 'audio' })
  encoder.ctl(SET_BITRATE, BITS_PER_SECOND)
  return {
    sampleRateHz: SAMPLE_RATE_HZ,
    lookaheadSamples: encoder.ctl(GET_LOOKAHEAD),
    encodePacket: ({ buffer, byteOffset, byteLength }) =>
      encoder.encode(new Uint8Array(buffer, byteOffset, byteLength)),
    close: () => encoder.drop(),
  }
}
