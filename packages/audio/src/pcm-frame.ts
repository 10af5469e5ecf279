/** A piece of sound: 16-bit signed linear PCM, one channel. */
export interface PcmFrame {
  readonly samples: Int16Array
  readonly sampleRateHz: number
  readonly channels: 1
}

/** Length of a frame in milliseconds. */
export function frameDurationMs(frame: PcmFrame): number {
  return (frame.samples.length * 1000) / frame.sampleRateHz
}
