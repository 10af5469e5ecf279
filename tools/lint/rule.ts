export interface Finding {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** One rule of our own: looks at the source of one file. */
export interface Rule {
  readonly name: string
  appliesTo(file: string): boolean
  check(file: string, source: string): Finding[]
}

/** Findings for each line that `test` objects to. A line may be excused by `lint-allow <rule>: <reason>` on it. */
export function checkLines(
  rule: string,
  file: string,
  source: string,
  test: (line: string) => string | null,
): Finding[] {
  return source.split('\n').flatMap((line, index) => {
    const text = test(line)
    const isExcused = new RegExp(`lint-allow ${rule}: \\S`).test(line)
    return text === null || isExcused ? [] : [{ file, line: index + 1, text }]
  })
}
