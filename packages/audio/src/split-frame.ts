import type { PcmFrame } from './pcm-frame.ts'

/** Pieces of at most `maxMs`, in order, sharing the samples of the frame. */
export function splitFrame(frame: PcmFrame, maxMs: number): PcmFrame[] {
  const size = Math.max(1, Math.floor((frame.sampleRateHz * maxMs) / 1000))
  const pieces: PcmFrame[] = []
  for (let start = 0; start < frame.samples.length; start += size) {
    pieces.push({ ...frame, samples: frame.samples.subarray(start, start + size) })
  }
  return pieces
}
