import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { KEEPING_FLAGS } from './keep-compiled-code.ts'

it('is said in words that this V8 knows: it passes over others in silence', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  for (const flag of KEEPING_FLAGS) {
    const name = flag.replace('--no-', '--').split('=', 1)[0]
    expect(known).toContain(`${name} (`)
  }
})
