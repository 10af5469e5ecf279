'use strict'
const fs = require('node:fs')
const { join } = require('node:path')
const { hashFiles } = require('./hash-files.cjs')
const { rivals } = require('./paths.cjs')
const { runCommand } = require('./run-command.cjs')

const stamp = join(rivals, 'node_modules', '.secretary-setup')

/** What the benches are compared with is installed apart: the product never depends on it. */
function areRivalsInstalled() {
  try {
    return fs.readFileSync(stamp, 'utf8') === hashFiles(rivals, ['package-lock.json'])
  } catch {
    // Not installed yet.
    return false
  }
}

async function installRivals() {
  await runCommand({
    title: 'Installing what the benches are compared with',
    command: 'npm',
    args: ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    cwd: rivals,
    explain: () => 'Run this again when the package registry can be reached.',
  })
  fs.writeFileSync(stamp, hashFiles(rivals, ['package-lock.json']))
}

module.exports = { areRivalsInstalled, installRivals }
