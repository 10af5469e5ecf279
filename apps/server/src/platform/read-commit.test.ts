import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readCommit } from './read-commit.ts'

const hash = '0123456789abcdef0123456789abcdef01234567'
const other = 'f'.repeat(40)
let root: string

function write(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'secretary-commit-'))
})
afterEach(() => rmSync(root, { recursive: true }))

it.each<[string, Record<string, string>, string | null]>([
  ['a branch', { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${hash}\n` }, hash],
  ['a branch with a slash', { '.git/HEAD': 'ref: refs/heads/a/b\n', '.git/refs/heads/a/b': `${hash}\n` }, hash],
  [
    'a packed branch',
    {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.git/packed-refs': `# pack-refs with: peeled\n${other} refs/heads/not/refs/heads/main2\n${hash} refs/heads/main\n^${other}\n`,
    },
    hash,
  ],
  [
    'a loose branch before a packed one',
    {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.git/refs/heads/main': hash,
      '.git/packed-refs': `${other} refs/heads/main\n`,
    },
    hash,
  ],
  ['a commit by itself', { '.git/HEAD': `${hash}\n` }, hash],
  [
    'a work tree beside another checkout',
    {
      '.git': 'gitdir: main/.git/worktrees/w\n',
      'main/.git/worktrees/w/HEAD': 'ref: refs/heads/w\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'main/.git/refs/heads/w': `${hash}\n`,
    },
    hash,
  ],
  ['no checkout', {}, null],
  ['a branch without a commit', { '.git/HEAD': 'ref: refs/heads/main\n' }, null],
  ['a kind that is not known', { '.git/HEAD': 'ref: refs/heads/.invalid\n' }, null],
  ['a name that leads outside', { '.git/HEAD': 'ref: refs/../../secret\n', secret: hash }, null],
  ['rubbish', { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': 'not a commit' }, null],
])('reads %s', (_name, files, commit) => {
  write(files)
  expect(readCommit(root)).toBe(commit)
})
