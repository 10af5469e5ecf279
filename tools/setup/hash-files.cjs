'use strict'
const { createHash } = require('node:crypto')
const { readdirSync, readFileSync } = require('node:fs')
const { join, relative } = require('node:path')

const skipped = new Set(['node_modules', 'dist', 'dist.unfinished'])

/** One hash over files and folders; tests and what a build writes don't count. */
function hashFiles(root, names) {
  const hash = createHash('sha256')
  for (const name of names)
    for (const file of filesUnder(join(root, name)))
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesUnder(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path]
    if (error.code === 'ENOENT') return []
    throw error
  }
  return entries
    .filter((entry) => !skipped.has(entry.name) && !/\.test\.ts$/.test(entry.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]))
}

module.exports = { hashFiles }
