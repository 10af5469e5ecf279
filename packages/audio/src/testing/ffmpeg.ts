import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** False where ffmpeg or ffprobe is not installed; the tests that need them then say so. */
export function hasFfmpeg(): boolean {
  return ['ffmpeg', 'ffprobe'].every((program) => spawnSync(program, ['-version'], { stdio: 'ignore' }).status === 0)
}

export interface ProbedSound {
  readonly container: string
  readonly codec: string
  readonly sampleRateHz: number
  readonly channels: number
  /** NaN where the file doesn't say. */
  readonly durationMs: number
}

/** What another program takes a sound file for. */
export async function probeSound(bytes: Uint8Array): Promise<ProbedSound> {
  const entries = 'stream=codec_name,sample_rate,channels:format=duration,format_name'
  const folder = mkdtempSync(join(tmpdir(), 'secretary-sound-'))
  // A pipe has no length, and without one nobody can tell how long a sound is.
  const file = join(folder, 'sound')
  writeFileSync(file, bytes)
  const args = ['-v', 'error', '-show_entries', entries, '-of', 'json', file]
  const { streams, format } = JSON.parse((await pipeThrough('ffprobe', args)).toString('utf8'))
  rmSync(folder, { recursive: true })
  return {
    container: format.format_name,
    codec: streams[0].codec_name,
    sampleRateHz: Number(streams[0].sample_rate),
    channels: streams[0].channels,
    durationMs: Number(format.duration) * 1000,
  }
}

/** The samples another program finds in a sound file; anything it finds wrong with the file is a failure. */
export async function decodeSound(
  bytes: Uint8Array,
  { sampleRateHz, isStrict = true }: { sampleRateHz?: number; isStrict?: boolean } = {},
): Promise<Int16Array> {
  const strict = isStrict ? ['-xerror', '-err_detect', 'crccheck+bitstream+buffer+explode'] : []
  const rate = sampleRateHz === undefined ? [] : ['-ar', String(sampleRateHz)]
  const args = ['-v', 'error', ...strict, '-i', 'pipe:0', '-f', 's16le', '-ac', '1', ...rate, '-']
  return samplesOf(await pipeThrough('ffmpeg', args, bytes))
}

/** The same sound at another rate, by another program's best filter. */
export async function resampleByFfmpeg(samples: Int16Array, fromHz: number, toHz: number): Promise<Int16Array> {
  const raw = ['-f', 's16le', '-ac', '1']
  const filter = ['-af', 'aresample=filter_size=128:phase_shift=15:cutoff=0.97:linear_interp=0']
  const args = ['-v', 'error', ...raw, '-ar', `${fromHz}`, '-i', 'pipe:0', ...filter, ...raw, '-ar', `${toHz}`, '-']
  return samplesOf(
    await pipeThrough('ffmpeg', args, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)),
  )
}

function samplesOf(bytes: Buffer): Int16Array {
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

function pipeThrough(program: string, args: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const [chunks, complaints]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0
        ? resolve(Buffer.concat(chunks))
        : reject(new Error(`${program}: ${code} ${Buffer.concat(complaints).toString('utf8')}`)),
    )
    child.stdin.on('error', () => {}) // A program that has read enough closes its end.
    child.stdin.end(input)
  })
}
