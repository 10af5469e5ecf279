/** CRC-8 of polynomial x⁸ + x² + x + 1, over a frame's header (RFC 9639, section 9.1.8). */
export function flacHeaderChecksum(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) value = headerTable[value ^ byte] ?? 0
  return value
}

/** CRC-16 of polynomial x¹⁶ + x¹⁵ + x² + 1, over all of a frame before it (RFC 9639, section 9.3). */
export function flacFrameChecksum(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) value = ((value << 8) & 0xffff) ^ (frameTable[(value >>> 8) ^ byte] ?? 0)
  return value
}

const headerTable = Uint8Array.from({ length: 256 }, (_, byte) => shifted(byte, 0x80, 0x07))
const frameTable = Uint16Array.from({ length: 256 }, (_, byte) => shifted(byte << 8, 0x8000, 0x8005))

function shifted(start: number, top: number, polynomial: number): number {
  let value = start
  for (let bit = 0; bit < 8; bit++) value = value & top ? (value << 1) ^ polynomial : value << 1
  return value
}
