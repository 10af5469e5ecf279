import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatBytes } from '../concat-bytes.ts'
import { createPcmEncoder } from '../pcm-encoder.ts'
import { decodeSound, hasFfmpeg } from '../testing/ffmpeg.ts'
import { cut, tone } from '../testing/tones.ts'
import { createWavEncoder } from './wav-encoder.ts'

it('is a header without sizes, once, and then every sample', () => {
  fc.assert(
    fc.property(fc.int16Array({ maxLength: 500 }), fc.array(fc.nat(), { maxLength: 5 }), (samples, places) => {
      const [wav, pcm] = [createWavEncoder(24_000), createPcmEncoder()]
      const pieces = cut(samples, places)
      const bytes = concatBytes([...pieces.map((piece) => wav.encode(piece)), wav.finish()])
      const bare = concatBytes([...pieces.map((piece) => pcm.encode(piece)), pcm.finish()])
      const view = new DataView(bytes.buffer)
      expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([0xffff_ffff, 0xffff_ffff])
      expect(view.getUint32(24, true)).toBe(24_000)
      expect(bytes.subarray(44)).toEqual(bare)
      expect([...new Int16Array(bare.buffer)]).toEqual([...samples])
    }),
  )
})

it.skipIf(!hasFfmpeg())('is read to its end by another program', async () => {
  const samples = tone({ hz: 440, sampleRateHz: 24_000, ms: 300 })
  const encoder = createWavEncoder(24_000)
  const bytes = concatBytes([encoder.encode(samples), encoder.finish()])
  expect(await decodeSound(bytes, { isStrict: false })).toEqual(samples)
})
