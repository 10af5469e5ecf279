import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

/** In real life these are other machines: here they take what the server and its user leave of this one. */
const POLITE = 10

export function forkPolitely(file: string): ChildProcess {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)))
  if (child.pid) setPriority(child.pid, POLITE)
  return child
}
