import type { AudioEncoder } from '../audio-encoder.ts'
import { concatBytes } from '../concat-bytes.ts'
import { BitWriter } from './bit-writer.ts'
import { encodeFlacFrame, FLAC_BLOCK_SAMPLES } from './flac-frame.ts'

/** What a file says of all of its sound; a stream can't know it when it begins. */
export interface FlacTotal {
  readonly sampleCount: number
  /** Of the samples as 16 bit little-endian bytes; 16 bytes. */
  readonly md5: Uint8Array
}

/** FLAC, 16 bit mono. Without a total the head of the file says that length and MD5 are not known, as the format allows. */
export function createFlacEncoder(sampleRateHz: number, total: FlacTotal | null = null): AudioEncoder {
  let head: Uint8Array | null = flacHead(sampleRateHz, total)
  let waiting = new Int16Array()
  let frameNumber = 0

  function frames(samples: Int16Array): Uint8Array {
    const done: Uint8Array[] = head ? [head] : []
    head = null
    for (let start = 0; start < samples.length; start += FLAC_BLOCK_SAMPLES)
      done.push(encodeFlacFrame(samples.subarray(start, start + FLAC_BLOCK_SAMPLES), frameNumber++, sampleRateHz))
    return concatBytes(done)
  }

  return {
    encode(samples) {
      const all = new Int16Array(waiting.length + samples.length)
      all.set(waiting)
      all.set(samples, waiting.length)
      const whole = all.length - (all.length % FLAC_BLOCK_SAMPLES)
      waiting = all.slice(whole)
      return frames(all.subarray(0, whole))
    },
    finish: () => frames(waiting),
    close() {},
  }
}

/** The mark and the one metadata block that must be there (RFC 9639, section 8.2). */
function flacHead(sampleRateHz: number, total: FlacTotal | null): Uint8Array {
  const bits = new BitWriter()
  for (const byte of new TextEncoder().encode('fLaC')) bits.write(byte, 8)
  bits.write(0x80, 8)
  bits.write(34, 24)
  bits.write(FLAC_BLOCK_SAMPLES, 16)
  bits.write(FLAC_BLOCK_SAMPLES, 16)
  // The sizes of the smallest and the largest frame are not known.
  bits.write(0, 24)
  bits.write(0, 24)
  bits.write(sampleRateHz, 20)
  bits.write(0, 3)
  bits.write(15, 5)
  bits.write(Math.floor((total?.sampleCount ?? 0) / 2 ** 32), 4)
  bits.write(total?.sampleCount ?? 0, 32)
  for (const byte of total?.md5 ?? new Uint8Array(16)) bits.write(byte, 8)
  return bits.bytes()
}
