import { type ChildProcess, fork } from 'node:child_process'
import { getPriority, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

/** In real life these are other machines: here they take what the server and its user leave of this one. */
const POLITER_BY = 10
const POLITEST = 19

export function forkPolitely(file: string): ChildProcess {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)))
  if (child.pid) setPriority(child.pid, Math.min(POLITEST, getPriority() + POLITER_BY))
  return child
}
