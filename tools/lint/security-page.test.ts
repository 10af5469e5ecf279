import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkSecurityPage } from './security-page.ts'

const page = readFileSync('docs/security-tests.md', 'utf8')

it('finds a test that is gone, one that was renamed, and a hole without a line', () => {
  const changed = page.replace('| E7 |', '| F7 |')
  const read = (file: string) => (file.startsWith('e2e/') ? null : file.endsWith('security.test.ts') ? '' : page)
  const texts = checkSecurityPage(changed, read).map(({ text }) => text)
  expect(texts).toContain('e2e/chat.test.ts does not exist')
  expect(texts).toContain('E7 has no line')
  expect(texts.some((text) => text.includes('security.test.ts has no test "hold no secret that works"'))).toBe(true)
})
