import type { Finding } from './rule.ts'

const PAGE = 'docs/security-tests.md'
const HOLES = 37
const named = /`([^`]+\.test\.ts)` "([^"]+)"/g

/** Every test that the page of holes names must exist under that name, and every hole must have its line. */
export function checkSecurityPage(page: string, read: (file: string) => string | null): Finding[] {
  const findings: Finding[] = []
  for (const [index, line] of page.split('\n').entries())
    for (const [, file = '', name = ''] of line.matchAll(named)) {
      const source = read(file)
      const text =
        source === null
          ? `${file} does not exist`
          : source.includes(`'${name}'`)
            ? null
            : `${file} has no test "${name}"`
      if (text !== null) findings.push({ file: PAGE, line: index + 1, text })
    }
  for (let hole = 1; hole <= HOLES; hole++)
    if (!page.includes(`\n| E${hole} |`)) findings.push({ file: PAGE, line: 1, text: `E${hole} has no line` })
  return findings
}
