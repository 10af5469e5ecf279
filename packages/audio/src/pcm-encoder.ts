import type { AudioEncoder } from './audio-encoder.ts'

/** Bare samples: 16 bit, little-endian, without a header. */
export function createPcmEncoder(): AudioEncoder {
  return { encode: pcmBytes, finish: () => new Uint8Array(), close() {} }
}

/** Samples as little-endian bytes, whatever the byte order of the machine. */
export function pcmBytes(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < samples.length; index++) view.setInt16(index * 2, samples[index] ?? 0, true)
  return bytes
}
