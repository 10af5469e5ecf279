import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PcmFrame } from '../pcm-frame.ts'
import { encodeWav } from './encode-wav.ts'

const samples = fc.int16Array({ maxLength: 500 })
const rates = fc.constantFrom(8_000, 16_000, 22_050, 24_000, 48_000)

it('writes a header that says exactly what follows, and every sample of every frame in order', () => {
  fc.assert(
    fc.property(fc.array(samples, { maxLength: 8 }), rates, (pieces, sampleRateHz) => {
      const frames: PcmFrame[] = pieces.map((piece) => ({ samples: piece, sampleRateHz, channels: 1 }))
      const bytes = encodeWav(frames, sampleRateHz)
      const view = new DataView(bytes.buffer, bytes.byteOffset)
      const text = (offset: number) => String.fromCharCode(...bytes.subarray(offset, offset + 4))
      expect([text(0), text(8), text(12), text(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data'])
      expect(view.getUint32(4, true)).toBe(bytes.length - 8)
      expect([view.getUint32(16, true), view.getUint16(20, true), view.getUint16(22, true)]).toEqual([16, 1, 1])
      expect([view.getUint32(24, true), view.getUint32(28, true)]).toEqual([sampleRateHz, sampleRateHz * 2])
      expect([view.getUint16(32, true), view.getUint16(34, true)]).toEqual([2, 16])
      expect(view.getUint32(40, true)).toBe(bytes.length - 44)
      const read = Array.from({ length: (bytes.length - 44) / 2 }, (_, index) => view.getInt16(44 + index * 2, true))
      expect(read).toEqual(pieces.flatMap((piece) => [...piece]))
    }),
  )
})

it('takes frames that share a larger buffer', () => {
  const whole = Int16Array.from([1, 2, 3, 4, 5, 6])
  const bytes = encodeWav([{ samples: whole.subarray(2, 4), sampleRateHz: 8_000, channels: 1 }], 8_000)
  expect([...new Int16Array(bytes.buffer, 44)]).toEqual([3, 4])
})
