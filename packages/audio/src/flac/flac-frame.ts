import { BitWriter } from './bit-writer.ts'
import { predictFixed } from './fixed-predictor.ts'
import { flacFrameChecksum, flacHeaderChecksum } from './flac-checksum.ts'
import { planRice, writeRice } from './rice-code.ts'

/** Samples of every frame but the last: 43 ms at 24 kHz, so that the first one leaves soon. */
export const FLAC_BLOCK_SAMPLES = 1_024
/** `1010`: 256 × 2² samples. */
const BLOCK_SIZE_CODE = 10
/** `0111`: the size stands behind the frame number, in 16 bits. */
const BLOCK_SIZE_FOLLOWS = 7
const BITS_PER_SAMPLE = 16
/** `100`: 16 bits a sample. */
const SAMPLE_SIZE_CODE = 4
/** Parts of a whole block that each have a parameter of their own: 2³. */
const PARTITION_ORDER = 3

const rateCodes: Readonly<Record<number, number>> = {
  8000: 4,
  16000: 5,
  22050: 6,
  24000: 7,
  32000: 8,
  44100: 9,
  48000: 10,
}

/** One frame of mono sound, lossless (RFC 9639, section 9). At most 65,536 samples, at least one. */
export function encodeFlacFrame(samples: Int16Array, number: number, sampleRateHz: number): Uint8Array<ArrayBuffer> {
  const bits = new BitWriter()
  writeHeader(bits, samples.length, number, sampleRateHz)
  bits.write(flacHeaderChecksum(bits.bytes()), 8)
  writeSubframe(bits, samples)
  bits.align()
  bits.write(flacFrameChecksum(bits.bytes()), 16)
  return bits.bytes()
}

function writeHeader(bits: BitWriter, size: number, number: number, sampleRateHz: number): void {
  const isWhole = size === FLAC_BLOCK_SAMPLES
  // Sync code and a fixed block size.
  bits.write(0xfff8, 16)
  bits.write(isWhole ? BLOCK_SIZE_CODE : BLOCK_SIZE_FOLLOWS, 4)
  // 0: the rate stands at the head of the file only.
  bits.write(rateCodes[sampleRateHz] ?? 0, 4)
  bits.write(0, 4)
  bits.write(SAMPLE_SIZE_CODE, 3)
  bits.write(0, 1)
  for (const byte of codedNumber(number)) bits.write(byte, 8)
  if (!isWhole) bits.write(size - 1, 16)
}

/** A number as UTF-8 would write a code point, up to 31 bits. */
export function codedNumber(value: number): number[] {
  if (value < 0x80) return [value]
  const tail: number[] = []
  let rest = value
  // What fits into the first byte shrinks by a bit with every byte that follows.
  while (tail.length === 0 || rest >= 2 ** (6 - tail.length)) {
    tail.unshift(0x80 | (rest & 0x3f))
    rest = Math.floor(rest / 64)
  }
  return [((0xff << (7 - tail.length)) & 0xff) | rest, ...tail]
}

function writeSubframe(bits: BitWriter, samples: Int16Array): void {
  const first = samples[0] ?? 0
  if (samples.every((sample) => sample === first)) {
    bits.write(0, 8)
    bits.write(first, BITS_PER_SAMPLE)
    return
  }
  const { order, residual } = predictFixed(samples)
  const partitionOrder = samples.length === FLAC_BLOCK_SAMPLES ? PARTITION_ORDER : 0
  const partitions = partitionsOf(residual, order, samples.length >> partitionOrder).map(planRice)
  const codedBits = partitions.reduce((sum, { bitCount }) => sum + bitCount, order * BITS_PER_SAMPLE + 6)
  if (codedBits >= samples.length * BITS_PER_SAMPLE) {
    // Noise: as it is.
    bits.write(0b0000_0010, 8)
    for (const sample of samples) bits.write(sample, BITS_PER_SAMPLE)
    return
  }
  bits.write((0b1000 | order) << 1, 8)
  for (const sample of samples.subarray(0, order)) bits.write(sample, BITS_PER_SAMPLE)
  bits.write(0, 2)
  bits.write(partitionOrder, 4)
  for (const partition of partitions) writeRice(bits, partition)
}

/** Equal parts of the block; the first lacks the samples that stand as they are. */
function partitionsOf(residual: Int32Array, order: number, size: number): Int32Array[] {
  const parts = [residual.subarray(0, size - order)]
  for (let start = size - order; start < residual.length; start += size)
    parts.push(residual.subarray(start, start + size))
  return parts
}
