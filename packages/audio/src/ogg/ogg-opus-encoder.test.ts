import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadOpusCodec } from '../codecs/load-opus-codec.ts'
import { concatBytes } from '../concat-bytes.ts'
import { decodeSound, hasFfmpeg, probeSound } from '../testing/ffmpeg.ts'
import { cut, likeness, tone } from '../testing/tones.ts'
import { createOggOpusEncoder, type OpusCodec } from './ogg-opus-encoder.ts'
import { encodeOggPage } from './ogg-page.ts'
import { readOggPages } from './read-ogg-pages.fixture.ts'

/** Packets of the sizes that were asked for, one after another. */
function scriptedCodec(sizes: readonly number[]): OpusCodec & { heard: Int16Array[] } {
  const heard: Int16Array[] = []
  return {
    heard,
    sampleRateHz: 24_000,
    lookaheadSamples: 156,
    encodePacket(samples) {
      heard.push(samples.slice())
      return new Uint8Array(sizes[heard.length % sizes.length] ?? 1).fill(heard.length)
    },
    close() {},
  }
}

function encode(pieces: readonly Int16Array[], codec: OpusCodec): Uint8Array {
  const encoder = createOggOpusEncoder(codec, 0xdead_beef)
  const bytes = concatBytes([...pieces.map((piece) => encoder.encode(piece)), encoder.finish()])
  encoder.close()
  return bytes
}

it('writes pages that hold exactly these packets', () => {
  const packet = fc.uint8Array({ maxLength: 1_000 }).map((bytes) => bytes.slice())
  fc.assert(
    fc.property(
      fc.array(packet, { maxLength: 40 }),
      fc.integer({ min: 0, max: 2 ** 40 }),
      (packets, granulePosition) => {
        const [page, ...others] = readOggPages(
          encodeOggPage({ packets, granulePosition, serial: 7, sequence: 9, isLast: true }),
        )
        expect(others).toEqual([])
        expect(page).toEqual({ flags: 4, granulePosition, serial: 7, sequence: 9, packets, isSound: true })
      },
    ),
  )
  expect(() =>
    encodeOggPage({ packets: [new Uint8Array(65_025)], granulePosition: 0, serial: 1, sequence: 1 }),
  ).toThrow(RangeError)
})

it('is a stream in which every packet is counted and the last page ends where the sound does', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60_000 }),
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 1_275 }), { minLength: 1, maxLength: 4 }),
      (length, places, sizes) => {
        const codec = scriptedCodec(sizes)
        const samples = Int16Array.from({ length }, (_, index) => index)
        const pages = readOggPages(encode(cut(samples, places), codec))
        expect(pages.every(({ isSound, serial }) => isSound && serial === 0xdead_beef)).toBe(true)
        expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, index) => index))
        expect(pages.map(({ flags }) => flags)).toEqual(
          pages.map((_, index) => (index === 0 ? 2 : index === pages.length - 1 ? 4 : 0)),
        )
        const [head, tags, ...sound] = pages
        expect([head, tags].map((page) => Buffer.from(page?.packets[0]?.subarray(0, 8) ?? []).toString())).toEqual([
          'OpusHead',
          'OpusTags',
        ])
        expect(sound.flatMap(({ packets }) => packets.map(({ length: size }) => size))).toEqual(
          codec.heard.map((_, index) => sizes[(index + 1) % sizes.length]),
        )
        let packets = 0
        for (const [index, page] of sound.entries()) {
          packets += page.packets.length
          expect(page.granulePosition).toBe(index === sound.length - 1 ? 312 + length * 2 : packets * 960)
        }
        // All that was said, and enough behind it for the codec to give it back.
        const heard = codec.heard.flatMap((piece) => [...piece])
        expect(heard.slice(0, length)).toEqual([...samples])
        expect(heard.length).toBeGreaterThanOrEqual(length + 156)
      },
    ),
    { numRuns: 40 },
  )
})

describe.skipIf(!hasFfmpeg())('with libopus, another program', () => {
  const samples = Int16Array.from(tone({ hz: 440, sampleRateHz: 24_000, ms: 1_234 }), (sample, index) =>
    Math.round(sample * (0.5 + 0.5 * Math.sin(index / 2_000))),
  )

  it('hears the sound, exactly as long', async () => {
    const bytes = encode(cut(samples, [100, 5_000, 5_001, 20_000]), await loadOpusCodec())
    expect(await probeSound(bytes)).toMatchObject({ container: 'ogg', codec: 'opus', channels: 1 })
    const heard = await decodeSound(bytes, { sampleRateHz: 24_000 })
    expect(Math.abs(heard.length - samples.length)).toBeLessThanOrEqual(2)
    expect(likeness(samples, heard, 16)).toMatchObject({ lag: expect.closeTo(0, -1) })
    expect(likeness(samples, heard, 16).value).toBeGreaterThan(0.98)
  })

  it('plays what there is of a file that was cut', async () => {
    const bytes = encode(cut(samples, [5_000, 10_000, 15_000, 20_000, 25_000]), await loadOpusCodec())
    const heard = await decodeSound(bytes.subarray(0, (bytes.length * 2) / 3), {
      sampleRateHz: 24_000,
      isStrict: false,
    })
    expect(heard.length).toBeGreaterThan(samples.length / 3)
  })

  it('finds silence where there was nothing', async () => {
    const heard = await decodeSound(encode([], await loadOpusCodec()), { sampleRateHz: 24_000 })
    expect(heard.length).toBe(0)
  })
})
