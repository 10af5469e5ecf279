import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

const MAX_LINES = 200
const MAX_LINE_CHARACTERS = 500

/** The last lines a process printed. */
export function createLogRing() {
  const lines: string[] = []
  return {
    follow({ stdout, stderr }: ChildProcess): void {
      for (const stream of [stdout, stderr]) {
        if (!stream) continue
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line.slice(0, MAX_LINE_CHARACTERS))
          if (lines.length > MAX_LINES) lines.shift()
        })
      }
    },
    lines: (): readonly string[] => [...lines],
  }
}
