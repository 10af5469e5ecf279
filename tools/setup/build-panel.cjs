'use strict'
const fs = require('node:fs')
const { join } = require('node:path')
const paths = require('./paths.cjs')
const { hashFiles } = require('./hash-files.cjs')
const { runCommand } = require('./run-command.cjs')

const sources = ['apps/admin', 'packages/contracts', 'packages/api-client', 'package-lock.json']

function isPanelBuilt() {
  try {
    return fs.readFileSync(paths.panelStamp, 'utf8') === hashFiles(paths.root, sources)
  } catch {
    // Never built, or the last build was cut short.
    return false
  }
}

/** Built beside the old one and moved into place: an interrupted build is never served. */
async function buildPanel() {
  const unfinished = join(paths.root, 'apps', 'admin', 'dist.unfinished')
  fs.rmSync(unfinished, { recursive: true, force: true })
  await runCommand({
    title: 'Building the panel',
    command: 'npm',
    args: ['run', '--silent', 'build', '--', '--outDir', unfinished, '--emptyOutDir'],
    env: { NODE_OPTIONS: '--max-old-space-size=640', NO_COLOR: '1' },
    explain: (output) =>
      /heap out of memory|Killed/.test(output)
        ? 'There is too little memory: close other programs, or add swap, and run this again.'
        : 'Run this again; if it fails the same way, please report what is printed above.',
  })
  fs.writeFileSync(join(unfinished, '.sources-hash'), hashFiles(paths.root, sources))
  fs.rmSync(paths.panelDist, { recursive: true, force: true })
  fs.renameSync(unfinished, paths.panelDist)
}

module.exports = { isPanelBuilt, buildPanel }
