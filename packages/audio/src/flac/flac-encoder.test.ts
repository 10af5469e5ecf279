import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../concat-bytes.ts'
import { pcmBytes } from '../pcm-encoder.ts'
import { decodeSound, hasFfmpeg, probeSound } from '../testing/ffmpeg.ts'
import { cut, joined, tone } from '../testing/tones.ts'
import { createFlacEncoder, type FlacTotal } from './flac-encoder.ts'
import { codedNumber } from './flac-frame.ts'

const SAMPLE_RATE_HZ = 24_000

function encode(pieces: readonly Int16Array[], total: FlacTotal | null = null, sampleRateHz = SAMPLE_RATE_HZ) {
  const encoder = createFlacEncoder(sampleRateHz, total)
  return concatBytes([...pieces.map((piece) => encoder.encode(piece)), encoder.finish()])
}

/** Runs of what sound is made of: silence, tones, noise, full scale, steps. */
const run = fc.integer({ min: 1, max: 1_500 }).chain((length) =>
  fc.oneof(
    fc.constant(new Int16Array(length)),
    fc.constant(new Int16Array(length).fill(-32_768)),
    fc.integer({ min: 50, max: 9_000 }).map((hz) => tone({ hz, sampleRateHz: SAMPLE_RATE_HZ, ms: length / 24 })),
    fc.int16Array({ minLength: length, maxLength: length }),
    fc.constant(Int16Array.from({ length }, (_, index) => (index % 2 ? 32_767 : -32_768))),
    fc.constant(Int16Array.from({ length }, (_, index) => index * 3)),
  ),
)
const sound = fc.array(run, { minLength: 1, maxLength: 5 }).map(joined)
const longSound = fc.array(run, { minLength: 30, maxLength: 40 }).map(joined)

describe.skipIf(!hasFfmpeg())('another program', () => {
  it('finds every sample again, whatever the sound', async () => {
    await fc.assert(
      fc.asyncProperty(longSound, async (samples) => {
        // Compared as bytes: a list of differences in a hundred thousand samples helps nobody.
        expect(Buffer.compare(pcmBytes(await decodeSound(encode([samples]))), pcmBytes(samples))).toBe(0)
      }),
      { numRuns: 4 },
    )
  }, 20_000)

  it.each([1, 2, 3, 4, 5, 1_023, 1_024, 1_025, 140_000])('finds %i samples', async (length) => {
    const samples = tone({ hz: 333, sampleRateHz: SAMPLE_RATE_HZ, ms: length / 24 }).subarray(0, length)
    expect(await decodeSound(encode([samples]))).toEqual(samples)
  })

  it.each([8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 12_345])('knows a rate of %i Hz', async (sampleRateHz) => {
    const bytes = encode([tone({ hz: 440, sampleRateHz, ms: 200 })], null, sampleRateHz)
    expect(await probeSound(bytes)).toMatchObject({ container: 'flac', codec: 'flac', sampleRateHz, channels: 1 })
  })

  it('takes the length from the head where it is known', async () => {
    const samples = tone({ hz: 440, sampleRateHz: SAMPLE_RATE_HZ, ms: 750 })
    const md5 = createHash('md5').update(pcmBytes(samples)).digest()
    const bytes = encode([samples], { sampleCount: samples.length, md5 })
    expect((await probeSound(bytes)).durationMs).toBeCloseTo(750, 0)
    expect(Buffer.from(bytes.subarray(26, 42))).toEqual(md5)
    expect(await decodeSound(bytes)).toEqual(samples)
  })

  it('notices a byte that was changed', async () => {
    const bytes = encode([tone({ hz: 440, sampleRateHz: SAMPLE_RATE_HZ, ms: 200 })])
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x10
    await expect(decodeSound(bytes)).rejects.toThrow('ffmpeg')
  })

  it('plays what there is of a file that was cut', async () => {
    const samples = tone({ hz: 440, sampleRateHz: SAMPLE_RATE_HZ, ms: 1_000 })
    const bytes = encode([samples])
    const heard = await decodeSound(bytes.subarray(0, bytes.length / 2), { isStrict: false })
    expect(heard.length).toBeGreaterThan(samples.length / 3)
    expect(heard.subarray(0, 8_000)).toEqual(samples.subarray(0, 8_000))
  })
})

it('does not care where the pieces end', () => {
  fc.assert(
    fc.property(sound, fc.array(fc.nat(), { maxLength: 5 }), (samples, places) => {
      expect(encode(cut(samples, places))).toEqual(encode([samples]))
    }),
    { numRuns: 50 },
  )
})

it('makes speech-like sound smaller, and noise hardly larger', () => {
  const samples = tone({ hz: 200, sampleRateHz: SAMPLE_RATE_HZ, ms: 1_000 })
  expect(encode([samples]).length).toBeLessThan(samples.length * 1.2)
  const noise = Int16Array.from({ length: 10_240 }, (_, index) => (Math.imul(index + 1, 2_654_435_761) >> 16) | 0)
  expect(encode([noise]).length).toBeLessThan(noise.byteLength * 1.02)
})

it.each([
  [0x7f, [0x7f]],
  [0x80, [0xc2, 0x80]],
  [0x7ff, [0xdf, 0xbf]],
  [0x800, [0xe0, 0xa0, 0x80]],
  [0xffff, [0xef, 0xbf, 0xbf]],
  [0x1_0000, [0xf0, 0x90, 0x80, 0x80]],
  [0x20_0000, [0xf8, 0x88, 0x80, 0x80, 0x80]],
  [0x7fff_ffff, [0xfd, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf]],
])('frame number %i is written as UTF-8 writes it', (value, bytes) => {
  expect(codedNumber(value)).toEqual(bytes)
})
