'use strict'
const { mkdirSync, openSync, closeSync, writeSync, readFileSync, statSync, unlinkSync, utimesSync } = require('node:fs')
const { dirname } = require('node:path')
const paths = require('./paths.cjs')
const { SetupError } = require('./setup-error.cjs')

const RETRY_MS = 500
const TOLD_EVERY_MS = 4_000
const HEARTBEAT_MS = 2_000
/** A lock nobody has touched for so long is left over, also where its process number lives on as somebody else's. */
const STALE_MS = 30_000

/** One set-up at a time in this folder. A lock whose process is gone counts for nothing. */
async function withLock(work, file = paths.lock) {
  await acquire(file)
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    removeLock(file)
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // Somebody took the lock away by hand; the work goes on.
  }
}

async function acquire(file) {
  let toldAt = 0
  for (;;) {
    if (tryLock(file)) return
    if (Date.now() - toldAt >= TOLD_EVERY_MS) {
      process.stderr.write('Another set-up is running in this folder; waiting for it…\n')
      toldAt = Date.now()
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

function tryLock(file) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const descriptor = openSync(file, 'wx')
    writeSync(descriptor, String(process.pid))
    closeSync(descriptor)
    return true
  } catch (error) {
    if (error.code === 'EACCES' || error.code === 'EROFS' || error.code === 'EPERM') {
      throw new SetupError(
        `This folder can't be written (${dirname(file)}): run as its owner, or clone it somewhere of your own.`,
      )
    }
    if (error.code === 'ENOSPC') throw new SetupError('The disk is full: free 2 GB and run this again.')
    if (error.code !== 'EEXIST') throw error
    if (!isAlive(file)) removeLock(file)
    return false
  }
}

function isAlive(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE_MS) return false
    const pid = Number(readFileSync(file, 'utf8'))
    // Just created and not written yet: its owner lives.
    if (!pid) return true
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function removeLock(file) {
  try {
    unlinkSync(file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

module.exports = { withLock }
