import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * The commit of a checkout, read from its `.git` without the program: a branch, a branch that was packed, a commit by itself, and a
 * work tree beside another checkout. Null where the folder is no checkout, or one of a kind that is not known here.
 */
export function readCommit(root: string): string | null {
  try {
    const folder = gitFolderOf(root)
    const head = readText(join(folder, 'HEAD'))
    const reference = /^ref: (refs\/[^\s\\]+)$/.exec(head)?.[1]
    if (reference === undefined) return hashIn(head)
    if (reference.split('/').includes('..')) return null
    return findReference(folder, reference)
  } catch {
    // Unpacked from an archive, or in a container: there is nothing to read.
    return null
  }
}

function gitFolderOf(root: string): string {
  const path = join(root, '.git')
  const pointer = tryRead(path)
  // A work tree has a file there that names its folder.
  const named = pointer === null ? undefined : /^gitdir: (.+)$/.exec(pointer)?.[1]
  return named === undefined ? path : resolve(root, named)
}

function findReference(folder: string, reference: string): string | null {
  const shared = tryRead(join(folder, 'commondir'))
  for (const place of shared === null ? [folder] : [folder, resolve(folder, shared)]) {
    const loose = tryRead(join(place, reference))
    if (loose !== null) return hashIn(loose)
    const packed = tryRead(join(place, 'packed-refs')) ?? ''
    const line = packed.split('\n').find((candidate) => candidate.trimEnd().endsWith(` ${reference}`))
    if (line !== undefined) return hashIn(line.split(' ', 1)[0] ?? '')
  }
  return null
}

/** SHA-1, or SHA-256 where a checkout was made with it. */
function hashIn(text: string): string | null {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : null
}

function tryRead(path: string): string | null {
  try {
    return readText(path)
  } catch {
    // Not there, or a folder: then it lies elsewhere.
    return null
  }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8').trim()
}
