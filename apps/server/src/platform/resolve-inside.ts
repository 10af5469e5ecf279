import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * The path of a name inside a folder, or null where the name leads anywhere else. The one way to make a path from anything that a
 * caller has chosen: it is resolved first and compared then, so no spelling of `..` gets by.
 */
export function resolveInside(folder: string, name: string): string | null {
  if (name === '' || name.includes('\0')) return null
  const path = resolve(folder, name)
  const way = relative(resolve(folder), path)
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? null : path
}
