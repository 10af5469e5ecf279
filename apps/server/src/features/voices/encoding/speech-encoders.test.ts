import { concatBytes } from '@secretary/audio/concat-bytes'
import type { PcmFrame } from '@secretary/audio/pcm-frame'
import { decodeSound, hasFfmpeg, probeSound } from '@secretary/audio/testing/ffmpeg'
import { cut, likeness, tone } from '@secretary/audio/testing/tones'
import { type SpeechFormat, speechFormats } from '@secretary/contracts/openai-speech.contract'
import { afterAll, describe, expect, it } from 'vitest'
import { EncoderMissing } from './encoder-missing.ts'
import { createSpeechEncoders } from './speech-encoders.ts'

const encoders = createSpeechEncoders({ searchPath: process.env.PATH ?? '' })
afterAll(() => encoders.close())

const sound = tone({ hz: 300, sampleRateHz: 22_050, ms: 2_000 }).map((sample, index) =>
  Math.round(sample * (0.5 + 0.5 * Math.sin(index / 1_500))),
)
const expected = tone({ hz: 300, sampleRateHz: 24_000, ms: 2_000 }).map((sample, index) =>
  Math.round(sample * (0.5 + 0.5 * Math.sin((index * 22_050) / 24_000 / 1_500))),
)

async function* spoken(samples: Int16Array = sound): AsyncGenerator<PcmFrame> {
  for (const piece of cut(samples, [4_410, 8_820, 13_230, 17_640, 22_050, 26_460, 30_870, 35_280]))
    yield { samples: piece, sampleRateHz: 22_050, channels: 1 }
}

async function encode(format: SpeechFormat, frames = spoken()): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const bytes of encoders.encode(frames, format)) pieces.push(bytes)
  return concatBytes(pieces)
}

describe.skipIf(!hasFfmpeg())('another program', () => {
  it.each([
    ['mp3', 'mp3', 'mp3', 24_000],
    ['opus', 'ogg', 'opus', 48_000],
    ['aac', 'aac', 'aac', 24_000],
    ['flac', 'flac', 'flac', 24_000],
    ['wav', 'wav', 'pcm_s16le', 24_000],
  ] as const)('hears in %s what was said', async (format, container, codec, sampleRateHz) => {
    const bytes = await encode(format)
    expect(await probeSound(bytes)).toMatchObject({ container, codec, sampleRateHz, channels: 1 })
    const heard = await decodeSound(bytes, { sampleRateHz: 24_000, isStrict: format === 'flac' })
    expect(Math.abs(heard.length - expected.length)).toBeLessThan(format === 'aac' || format === 'mp3' ? 4_000 : 4)
    expect(likeness(expected, heard, 3_000).value).toBeGreaterThan(0.98)
  })
})

it('gives bare samples at 24 kHz', async () => {
  const bytes = await encode('pcm')
  expect(bytes.length).toBe(96_000)
  expect(likeness(expected, new Int16Array(bytes.buffer), 4)).toMatchObject({ lag: 0 })
})

it('encodes many at once, each as if it were alone', async () => {
  const formats = speechFormats.filter((format) => format !== 'aac' && format !== 'opus')
  const alone = await Promise.all(formats.map((format) => encode(format)))
  const together = await Promise.all([...formats, ...formats, ...formats].map((format) => encode(format)))
  for (const [index, bytes] of together.entries())
    expect(Buffer.compare(bytes, alone[index % formats.length] ?? new Uint8Array())).toBe(0)
})

it.each(speechFormats.filter((format) => format !== 'aac' || hasFfmpeg()))(
  'stops the voice where nobody reads %s any more',
  async (format) => {
    let isReleased = false
    async function* endless(): AsyncGenerator<PcmFrame> {
      try {
        for (;;) yield* spoken()
      } finally {
        isReleased = true
      }
    }
    for await (const bytes of encoders.encode(endless(), format)) {
      expect(bytes.length).toBeGreaterThan(0)
      break
    }
    await expect.poll(() => isReleased).toBe(true)
  },
)

it.each(speechFormats.filter((format) => format !== 'aac' || hasFfmpeg()))(
  'passes on how the voice failed, in %s',
  async (format) => {
    async function* failing(): AsyncGenerator<PcmFrame> {
      yield* spoken()
      throw new Error('hoarse')
    }
    await expect(encode(format, failing())).rejects.toThrow('hoarse')
  },
)

it('says which program is missing', async () => {
  const poor = createSpeechEncoders({ searchPath: '/nowhere' })
  const failure = await poor
    .encode(spoken(), 'aac')
    .next()
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(EncoderMissing)
  expect(failure).toMatchObject({ needs: 'ffmpeg' })
  await poor.close()
})

it('comes back after its thread was lost', async () => {
  const own = createSpeechEncoders({ searchPath: '' })
  const cutOff = own.encode(spoken(), 'wav')
  await cutOff.next()
  await own.close()
  await expect(cutOff.next()).rejects.toThrow('ended')
  const again: Uint8Array[] = []
  for await (const bytes of own.encode(spoken(), 'pcm')) again.push(bytes)
  expect(concatBytes(again).length).toBe(96_000)
  await own.close()
})
