import { concatBytes } from '../concat-bytes.ts'
import { pcmBytes } from '../pcm-encoder.ts'
import type { PcmFrame } from '../pcm-frame.ts'
import { wavHeader } from './wav-header.ts'

/** A WAV file (RIFF, PCM 16 bit mono, little-endian) of frames with one sample rate. */
export function encodeWav(frames: readonly PcmFrame[], sampleRateHz: number): Uint8Array {
  const sampleCount = frames.reduce((sum, { samples }) => sum + samples.length, 0)
  return concatBytes([wavHeader(sampleRateHz, sampleCount), ...frames.map(({ samples }) => pcmBytes(samples))])
}
