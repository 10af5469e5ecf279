/** A page holds 255 segments of at most 255 bytes. */
const MAX_SEGMENTS = 255
const HEADER_BYTES = 27

export interface OggPage {
  readonly packets: readonly Uint8Array[]
  /** Time at the end of the page's last packet, in samples of the codec's clock. */
  readonly granulePosition: number
  readonly serial: number
  readonly sequence: number
  readonly isFirst?: boolean
  readonly isLast?: boolean
}

/** The segments a packet takes: one that fills its last segment is followed by an empty one. */
export function oggSegments(packet: Uint8Array): number {
  return Math.floor(packet.length / 255) + 1
}

/**
 * One page of whole packets.
 * @throws RangeError where they take more than the 255 segments a page has.
 * @see RFC 3533, section 6
 */
export function encodeOggPage(page: OggPage): Uint8Array<ArrayBuffer> {
  const lacing = page.packets.flatMap((packet) => [
    ...new Array<number>(oggSegments(packet) - 1).fill(255),
    packet.length % 255,
  ])
  if (lacing.length > MAX_SEGMENTS) throw new RangeError(`An Ogg page has no room for ${lacing.length} segments`)
  const bodyBytes = page.packets.reduce((sum, { length }) => sum + length, 0)
  const bytes = new Uint8Array(HEADER_BYTES + lacing.length + bodyBytes)
  const view = new DataView(bytes.buffer)
  bytes.set([0x4f, 0x67, 0x67, 0x53, 0, (page.isFirst ? 2 : 0) | (page.isLast ? 4 : 0)])
  view.setBigInt64(6, BigInt(page.granulePosition), true)
  view.setUint32(14, page.serial, true)
  view.setUint32(18, page.sequence, true)
  bytes[26] = lacing.length
  bytes.set(lacing, HEADER_BYTES)
  let offset = HEADER_BYTES + lacing.length
  for (const packet of page.packets) {
    bytes.set(packet, offset)
    offset += packet.length
  }
  view.setUint32(22, oggChecksum(bytes), true)
  return bytes
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1
  return value
})

/** CRC-32 of polynomial 0x04c11db7, not reflected, over a page whose checksum field is zero. */
export function oggChecksum(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) value = (value << 8) ^ (table[(value >>> 24) ^ byte] ?? 0)
  return value >>> 0
}
