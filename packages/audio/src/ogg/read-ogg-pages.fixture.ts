export interface ReadPage {
  readonly flags: number
  readonly granulePosition: number
  readonly serial: number
  readonly sequence: number
  readonly packets: Uint8Array[]
  readonly isSound: boolean
}

/** Pages as RFC 3533 describes them, read by a path of their own: the checksum goes bit by bit. */
export function readOggPages(bytes: Uint8Array): ReadPage[] {
  const pages: ReadPage[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset)
    const segmentCount = view.getUint8(26)
    const lacing = bytes.subarray(offset + 27, offset + 27 + segmentCount)
    const bodyStart = offset + 27 + segmentCount
    const end = bodyStart + lacing.reduce((sum, size) => sum + size, 0)
    const page = bytes.slice(offset, end)
    page.fill(0, 22, 26)
    pages.push({
      flags: view.getUint8(5),
      granulePosition: Number(view.getBigInt64(6, true)),
      serial: view.getUint32(14, true),
      sequence: view.getUint32(18, true),
      packets: packetsOf(lacing, bytes.subarray(bodyStart, end)),
      isSound: Buffer.from(page.subarray(0, 4)).toString() === 'OggS' && checksum(page) === view.getUint32(22, true),
    })
    offset = end
  }
  return pages
}

function packetsOf(lacing: Uint8Array, body: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = []
  let [start, length] = [0, 0]
  for (const size of lacing) {
    length += size
    if (size === 255) continue
    packets.push(body.slice(start, start + length))
    start += length
    length = 0
  }
  return packets
}

function checksum(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit--) {
      const isOne = ((value >>> 31) ^ (byte >> bit)) & 1
      value = isOne ? (value << 1) ^ 0x04c1_1db7 : value << 1
    }
  return value >>> 0
}
