'use strict'
const fs = require('node:fs')
const { join } = require('node:path')
const paths = require('./paths.cjs')
const { hashFiles } = require('./hash-files.cjs')
const { runCommand } = require('./run-command.cjs')
const { SetupError } = require('./setup-error.cjs')

const MIN_FREE_BYTES = 1.5 * 1024 ** 3

/** True when the packages of this lockfile are there, all of them; a full install serves everything a runtime one does. */
function isInstalled(level) {
  const stamp = readStamp()
  return stamp !== null && stamp.hash === wantedHash() && (stamp.level === 'full' || stamp.level === level)
}

async function install(level) {
  checkFreeSpace()
  // Without the stamp an interrupted install is seen as what it is, and done again.
  fs.rmSync(paths.stamp, { force: true })
  const keepFull = level === 'full' || fs.existsSync(join(paths.modules, 'vitest'))
  await runCommand({
    title: 'Installing packages (a few minutes the first time)',
    command: 'npm',
    // Said in full: NODE_ENV and the user's own npm settings would leave something out otherwise.
    args: [
      'ci',
      ...(keepFull ? ['--include=dev'] : ['--omit=dev']),
      '--include=optional',
      '--include=peer',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    describe: () => `${countPackages()} packages so far`,
    explain: explainInstall,
  })
  fs.writeFileSync(paths.stamp, JSON.stringify({ hash: wantedHash(), level: keepFull ? 'full' : level }))
}

function wantedHash() {
  // The lockfile repeats what every package.json asks for; a changed script is no reason to install again.
  return hashFiles(paths.root, ['package-lock.json'])
}

function readStamp() {
  try {
    return JSON.parse(fs.readFileSync(paths.stamp, 'utf8'))
  } catch {
    // No stamp, or half a one: not installed.
    return null
  }
}

function checkFreeSpace() {
  if (!fs.statfsSync) return
  const { bavail, bsize } = fs.statfsSync(paths.root)
  if (bavail * bsize < MIN_FREE_BYTES)
    throw new SetupError(
      `The disk has ${Math.round((bavail * bsize) / 1024 ** 2)} MB left; the installation needs about 1.5 GB. Free some space and run this again.`,
    )
}

function countPackages() {
  try {
    return fs.readdirSync(paths.modules).length
  } catch {
    // npm has not made the folder yet.
    return 0
  }
}

function explainInstall(output) {
  if (/ENOSPC/.test(output)) return 'The disk is full: free 2 GB and run this again.'
  if (/EACCES|EPERM/.test(output)) return 'A folder is not yours to write: run as the owner of this folder.'
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network/i.test(output))
    return 'The package registry could not be reached: check the network (or your npm proxy) and run this again; it goes on where it stopped.'
  return 'Run this again; if it fails the same way, delete node_modules first.'
}

module.exports = { isInstalled, install }
