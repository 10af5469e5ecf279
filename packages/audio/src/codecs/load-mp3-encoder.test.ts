import { describe, expect, it } from 'vitest'
import { concatBytes } from '../concat-bytes.ts'
import { decodeSound, hasFfmpeg, probeSound } from '../testing/ffmpeg.ts'
import { cut, likeness, tone } from '../testing/tones.ts'
import { loadMp3Encoder } from './load-mp3-encoder.ts'

const samples = tone({ hz: 440, sampleRateHz: 24_000, ms: 1_500 }).map((sample, index) =>
  Math.round(sample * (0.5 + 0.5 * Math.sin(index / 2_000))),
)

async function encode(pieces: readonly Int16Array[]): Promise<Uint8Array> {
  const encoder = await loadMp3Encoder(24_000)
  return concatBytes([...pieces.map((piece) => encoder.encode(piece)), encoder.finish()])
}

describe.skipIf(!hasFfmpeg())('another program', () => {
  it('hears the sound', async () => {
    const bytes = await encode(cut(samples, [1_000, 2_000, 30_000]))
    const probed = await probeSound(bytes)
    expect(probed).toMatchObject({ container: 'mp3', codec: 'mp3', sampleRateHz: 24_000, channels: 1 })
    expect(probed.durationMs).toBeGreaterThan(1_499)
    expect(probed.durationMs).toBeLessThan(1_650)
    const heard = await decodeSound(bytes, { isStrict: false })
    expect(likeness(samples, heard, 3_000).value).toBeGreaterThan(0.98)
  })

  it('plays what there is of a file that was cut', async () => {
    const bytes = await encode([samples])
    const heard = await decodeSound(bytes.subarray(0, bytes.length / 2), { isStrict: false })
    expect(heard.length).toBeGreaterThan(samples.length / 3)
  })
})

it('gives bytes while the sound is still coming, the same for two at once as for one', async () => {
  const [left, right] = [await loadMp3Encoder(24_000), await loadMp3Encoder(24_000)]
  const pieces = cut(samples, [2_400, 4_800, 7_200])
  const both = pieces.map((piece) => [left.encode(piece), right.encode(piece)] as const)
  expect(both[0]?.[0].length).toBeGreaterThan(0)
  const alone = await encode(pieces)
  expect(concatBytes([...both.map(([bytes]) => bytes), left.finish()])).toEqual(alone)
  expect(concatBytes([...both.map(([, bytes]) => bytes), right.finish()])).toEqual(alone)
})

it('is the same again after it was closed in the middle of another sound', async () => {
  const alone = await encode([samples])
  for (let round = 0; round < 10; round++) {
    const left = await loadMp3Encoder(24_000)
    left.encode(tone({ hz: 900 + round, sampleRateHz: 24_000, ms: 333 }))
    left.close()
    const again = await loadMp3Encoder(24_000)
    expect(concatBytes([again.encode(samples), again.finish()])).toEqual(alone)
    again.close()
  }
})
