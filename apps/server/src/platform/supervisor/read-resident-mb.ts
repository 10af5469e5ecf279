import { readFileSync } from 'node:fs'

const PAGE_BYTES = 4096

/** Memory a process holds, from /proc; null where there is no /proc or no such process. */
export function readResidentMb(pid: number | undefined): number | null {
  if (pid === undefined) return null
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return Math.round((pages * PAGE_BYTES) / 1024 ** 2)
  } catch {
    // Not Linux, or it has just ended.
    return null
  }
}
