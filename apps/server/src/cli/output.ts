/** Results go to stdout, everything else to stderr, so that a script can read the first and a person the second. */
export interface Output {
  /** One object: as JSON with `--json`, otherwise the text for people. */
  object(value: object, text: string): void
  /** A list: JSON lines, or a line each. */
  lines<T extends object>(values: readonly T[], text: (value: T) => string): void
  raw(text: string | Uint8Array): void
  note(text: string): void
}

export function createOutput(options: {
  isJson: boolean
  stdout?: NodeJS.WritableStream
  stderr?: NodeJS.WritableStream
}): Output {
  const { isJson, stdout = process.stdout, stderr = process.stderr } = options
  return {
    object: (value, text) => void stdout.write(`${isJson ? JSON.stringify(value) : text}\n`),
    lines(values, text) {
      for (const value of values) stdout.write(`${isJson ? JSON.stringify(value) : text(value)}\n`)
    },
    raw: (text) => void stdout.write(text),
    note: (text) => void stderr.write(`${text}\n`),
  }
}
