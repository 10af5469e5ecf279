import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** What is measured runs alone on one core, client and vendor on the other, where the machine has two and `taskset`. */
export const isPinned = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0

export interface PinnedProcess {
  readonly pid: number
  readonly port: number
  /** Of all its threads, since its start. */
  cpuSeconds(): number
  stop(): void
}

export async function startPinned(
  core: number,
  args: readonly string[],
  options: { env?: Record<string, string>; ready?: RegExp } = {},
): Promise<PinnedProcess> {
  const { PATH = '', HOME = '' } = process.env
  const [command = '', ...rest] = isPinned ? ['taskset', '-c', String(core), 'node', ...args] : ['node', ...args]
  const child = spawn(command, rest, { env: { PATH, HOME, ...options.env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const port = Number(await untilPrinted(child, options.ready ?? /listening (\d+)/))
  const pid = child.pid ?? 0
  return {
    pid,
    port,
    cpuSeconds: () => cpuSecondsOf(pid),
    stop: () => void child.kill('SIGTERM'),
  }
}

/** The bench itself is the client. */
export function pinSelf(core: number): void {
  if (isPinned) spawnSync('taskset', ['-a', '-p', '-c', String(core), String(process.pid)])
}

/** Of each thread, in nanoseconds: the first figure of /proc/<pid>/task/<tid>/schedstat. The ticks of `stat` are 10 ms, as much as a few streams cost. */
function cpuSecondsOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
  )
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9
}

function untilPrinted(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      const found = pattern.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error(`It ended while it was starting:\n${output}`)))
  })
}
