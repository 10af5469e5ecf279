import { describe, expect, it } from 'vitest'
import { decodePcm } from './decode-pcm.ts'

describe('decodePcm', () => {
  it('reads little-endian samples as numbers from -1 to 1', () => {
    const bytes = Buffer.from(Int16Array.from([0, 16384, -32768, 32767]).buffer)
    expect([...decodePcm(bytes.toString('base64'))]).toEqual([0, 0.5, -1, 32767 / 32768])
  })

  it('drops half a sample at the end', () => {
    expect(decodePcm(Buffer.from([0, 0, 1]).toString('base64'))).toHaveLength(1)
  })
})
