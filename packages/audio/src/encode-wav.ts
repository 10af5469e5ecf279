import type { PcmFrame } from './pcm-frame.ts'

const HEADER_BYTES = 44

/** A WAV file (RIFF, PCM 16 bit mono, little-endian) of frames with one sample rate. */
export function encodeWav(frames: readonly PcmFrame[], sampleRateHz: number): Uint8Array {
  const sampleCount = frames.reduce((sum, { samples }) => sum + samples.length, 0)
  const bytes = new Uint8Array(HEADER_BYTES + sampleCount * 2)
  const view = new DataView(bytes.buffer)
  const text = (offset: number, value: string) => {
    for (let index = 0; index < value.length; index++) view.setUint8(offset + index, value.charCodeAt(index))
  }
  text(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + sampleCount * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, sampleCount * 2, true)
  let offset = HEADER_BYTES
  for (const { samples } of frames) {
    for (const sample of samples) {
      view.setInt16(offset, sample, true)
      offset += 2
    }
  }
  return bytes
}
