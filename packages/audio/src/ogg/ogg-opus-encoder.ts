import type { AudioEncoder } from '../audio-encoder.ts'
import { concatBytes } from '../concat-bytes.ts'
import { encodeOggPage, oggSegments } from './ogg-page.ts'

/** The codec behind the container: 20 ms of sound in, one packet out. */
export interface OpusCodec {
  readonly sampleRateHz: 8_000 | 12_000 | 16_000 | 24_000 | 48_000
  /** By how many samples its sound comes late. */
  readonly lookaheadSamples: number
  encodePacket(samples: Int16Array): Uint8Array
  close(): void
}

/** Ogg counts Opus in samples of 48 kHz, whatever went in. */
const GRANULES_PER_SECOND = 48_000
const PACKET_MS = 20
/** A page this full is sent before the next packet; a packet of 20 ms takes six segments at most. */
const FULL_SEGMENTS = 240
const VENDOR = 'Secretary'

/**
 * Opus in Ogg, one page for each piece that comes. The end is exact: the last page's position cuts off what the last packet has too much.
 * @see RFC 7845
 */
export function createOggOpusEncoder(codec: OpusCodec, serial: number): AudioEncoder {
  const packetSamples = (codec.sampleRateHz * PACKET_MS) / 1000
  const granulesPerSample = GRANULES_PER_SECOND / codec.sampleRateHz
  const preSkip = codec.lookaheadSamples * granulesPerSample
  let [sequence, packetCount, sampleCount] = [0, 0, 0]
  let waiting = new Int16Array()
  const page = (packets: readonly Uint8Array[], granulePosition: number, flags = {}) =>
    encodeOggPage({ packets, granulePosition, serial, sequence: sequence++, ...flags })

  function headers(): Uint8Array[] {
    if (sequence > 0) return []
    return [page([opusHead(preSkip, codec.sampleRateHz)], 0, { isFirst: true }), page([opusTags()], 0)]
  }

  /** Whole packets of what waits, as pages. The last of all is marked, and ends where the sound does. */
  function pages(samples: Int16Array, isEnd: boolean): Uint8Array[] {
    const done = headers()
    let packets: Uint8Array[] = []
    let segments = 0
    const positionNow = () => packetCount * packetSamples * granulesPerSample
    for (let start = 0; start + packetSamples <= samples.length; start += packetSamples) {
      if (segments > FULL_SEGMENTS) {
        done.push(page(packets, positionNow()))
        packets = []
        segments = 0
      }
      const packet = codec.encodePacket(samples.subarray(start, start + packetSamples))
      packets.push(packet)
      segments += oggSegments(packet)
      packetCount++
    }
    if (isEnd) done.push(page(packets, preSkip + sampleCount * granulesPerSample, { isLast: true }))
    else if (packets.length > 0) done.push(page(packets, positionNow()))
    return done
  }

  return {
    encode(samples) {
      sampleCount += samples.length
      const all = joined(waiting, samples)
      waiting = all.slice(all.length - (all.length % packetSamples))
      return concatBytes(pages(all, false))
    },
    finish() {
      // Silence pushes the last sound out of the codec.
      const missing = codec.lookaheadSamples + waiting.length
      const padded = new Int16Array(Math.ceil(missing / packetSamples) * packetSamples)
      padded.set(waiting)
      return concatBytes(pages(padded, true))
    },
    close: () => codec.close(),
  }
}

function opusHead(preSkip: number, inputRateHz: number): Uint8Array {
  const bytes = new Uint8Array(19)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('OpusHead'))
  view.setUint8(8, 1)
  view.setUint8(9, 1)
  view.setUint16(10, preSkip, true)
  view.setUint32(12, inputRateHz, true)
  return bytes
}

function opusTags(): Uint8Array {
  const vendor = new TextEncoder().encode(VENDOR)
  const bytes = new Uint8Array(16 + vendor.length)
  bytes.set(new TextEncoder().encode('OpusTags'))
  new DataView(bytes.buffer).setUint32(8, vendor.length, true)
  bytes.set(vendor, 12)
  return bytes
}

function joined(left: Int16Array, right: Int16Array): Int16Array<ArrayBuffer> {
  const all = new Int16Array(left.length + right.length)
  all.set(left)
  all.set(right, left.length)
  return all
}
