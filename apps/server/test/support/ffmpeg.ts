import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** False where ffmpeg or ffprobe is not installed; the tests that need them then say so. */
export function hasFfmpeg(): boolean {
  return ['ffmpeg', 'ffprobe'].every((program) => spawnSync(program, ['-version'], { stdio: 'ignore' }).status === 0)
}

export interface ProbedSound {
  readonly codec: string
  readonly sampleRateHz: number
  readonly channels: number
  readonly durationMs: number
}

/** What another program takes a WAV file for. */
export async function probeWav(wav: Uint8Array): Promise<ProbedSound> {
  const entries = 'stream=codec_name,sample_rate,channels:format=duration'
  const folder = mkdtempSync(join(tmpdir(), 'secretary-wav-'))
  // A pipe has no length, and without one nobody can tell how long a sound is.
  const file = join(folder, 'sound.wav')
  writeFileSync(file, wav)
  const args = ['-v', 'error', '-show_entries', entries, '-of', 'json', file]
  const { streams, format } = JSON.parse((await pipeThrough('ffprobe', args)).toString('utf8'))
  rmSync(folder, { recursive: true })
  return {
    codec: streams[0].codec_name,
    sampleRateHz: Number(streams[0].sample_rate),
    channels: streams[0].channels,
    durationMs: Number(format.duration) * 1000,
  }
}

/** The samples another program finds in a WAV file. */
export async function decodeWav(wav: Uint8Array): Promise<Int16Array> {
  const bytes = await pipeThrough('ffmpeg', ['-v', 'error', '-f', 'wav', '-i', 'pipe:0', '-f', 's16le', '-'], wav)
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

function pipeThrough(program: string, args: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(`${program}: ${code}`)),
    )
    child.stdin.on('error', () => {}) // A program that has read enough closes its end.
    child.stdin.end(input)
  })
}
