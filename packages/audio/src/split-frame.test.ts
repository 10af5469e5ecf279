import fc from 'fast-check'
import { expect, it } from 'vitest'
import { frameDurationMs } from './pcm-frame.ts'
import { splitFrame } from './split-frame.ts'

it('gives pieces that are short enough and together are the frame', () => {
  fc.assert(
    fc.property(
      fc.int16Array({ maxLength: 5_000 }),
      fc.constantFrom(8_000, 16_000, 22_050, 48_000),
      fc.integer({ min: 1, max: 400 }),
      (samples, sampleRateHz, maxMs) => {
        const pieces = splitFrame({ samples, sampleRateHz, channels: 1 }, maxMs)
        expect(pieces.flatMap((piece) => [...piece.samples])).toEqual([...samples])
        for (const piece of pieces) {
          expect(piece).toMatchObject({ sampleRateHz, channels: 1 })
          expect(piece.samples.length).toBeGreaterThan(0)
          expect(frameDurationMs(piece)).toBeLessThanOrEqual(maxMs)
        }
      },
    ),
  )
})

it('copies nothing', () => {
  const frame = { samples: new Int16Array(1_000), sampleRateHz: 8_000, channels: 1 as const }
  expect(splitFrame(frame, 50).every(({ samples }) => samples.buffer === frame.samples.buffer)).toBe(true)
})

it('gives at least a sample, however short the time', () => {
  const pieces = splitFrame({ samples: Int16Array.from([1, 2]), sampleRateHz: 8_000, channels: 1 }, 0)
  expect(pieces.map((piece) => [...piece.samples])).toEqual([[1], [2]])
})

it('knows how long a frame lasts', () => {
  expect(frameDurationMs({ samples: new Int16Array(2_205), sampleRateHz: 22_050, channels: 1 })).toBe(100)
})
