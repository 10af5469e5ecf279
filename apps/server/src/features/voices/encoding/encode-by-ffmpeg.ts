import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ProviderError } from '@secretary/models/spec/provider-error'
import { EncoderMissing } from './encoder-missing.ts'

const BITS_PER_SECOND = '64k'

export interface FfmpegOptions {
  readonly sampleRateHz: number
  /** Where programs are looked for, as `PATH` says it. */
  readonly searchPath: string
}

/**
 * AAC in ADTS, by the system's own ffmpeg, from samples as little-endian bytes. Whoever stops reading ends the program.
 * @throws EncoderMissing where there is none, ProviderError
 */
export async function* encodeByFfmpeg(
  pcm: AsyncIterable<Uint8Array>,
  options: FfmpegOptions,
): AsyncGenerator<Uint8Array> {
  const child = await startFfmpeg(options)
  const gone = new AbortController()
  const ended = once(child, 'close').finally(() => gone.abort())
  const feeding = feed(child, pcm, gone.signal)
  // A source that fails ends the program, and with it the loop below; then its failure is thrown.
  feeding.catch(() => child.kill('SIGKILL'))
  try {
    for await (const bytes of child.stdout) yield bytes
    const [code] = await ended
    await feeding
    if (code !== 0) throw new ProviderError({ provider: 'ffmpeg', message: `It ended with ${code}` })
  } finally {
    child.kill('SIGKILL')
  }
}

async function startFfmpeg({ sampleRateHz, searchPath }: FfmpegOptions): Promise<ChildProcessWithoutNullStreams> {
  // It shall neither guess what comes nor gather what goes.
  const input = ['-probesize', '32', '-analyzeduration', '0', '-fflags', 'nobuffer']
  const sound = ['-f', 's16le', '-ar', String(sampleRateHz), '-ac', '1', '-i', 'pipe:0']
  const output = ['-c:a', 'aac', '-b:a', BITS_PER_SECOND, '-flush_packets', '1', '-f', 'adts', 'pipe:1']
  // Nothing of our own environment is its business.
  const child = spawn('ffmpeg', ['-v', 'error', ...input, ...sound, ...output], { env: { PATH: searchPath } })
  child.stdin.on('error', () => {}) // That it has gone is told by `close`.
  child.stderr.resume()
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw new EncoderMissing('ffmpeg', { cause: error })
  }
  return child
}

async function feed(
  child: ChildProcessWithoutNullStreams,
  pcm: AsyncIterable<Uint8Array>,
  gone: AbortSignal,
): Promise<void> {
  for await (const bytes of pcm) {
    if (gone.aborted) return
    if (!child.stdin.write(bytes)) await once(child.stdin, 'drain', { signal: gone })
  }
  child.stdin.end()
}
