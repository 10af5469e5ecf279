export const WAV_HEADER_BYTES = 44
/** What programs write where a size can't be known yet; readers then read to the end. */
const UNKNOWN_SIZE = 0xffff_ffff

/** The header of a WAV file (RIFF, PCM 16 bit mono, little-endian). Null where nobody knows yet how much sound follows. */
export function wavHeader(sampleRateHz: number, sampleCount: number | null): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(WAV_HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  const text = (offset: number, value: string) => {
    for (let index = 0; index < value.length; index++) view.setUint8(offset + index, value.charCodeAt(index))
  }
  text(0, 'RIFF')
  view.setUint32(4, sampleCount === null ? UNKNOWN_SIZE : WAV_HEADER_BYTES - 8 + sampleCount * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, sampleCount === null ? UNKNOWN_SIZE : sampleCount * 2, true)
  return bytes
}
