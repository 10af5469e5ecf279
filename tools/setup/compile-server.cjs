'use strict'
const fs = require('node:fs')
const { join } = require('node:path')
const paths = require('./paths.cjs')
const { hashFiles } = require('./hash-files.cjs')
const { runCommand } = require('./run-command.cjs')

const sources = ['apps/server/src', 'packages', 'package-lock.json']
const compiled = join(paths.root, '.cache', 'compile')
const stamp = join(compiled, '.sources-hash')
const folder = join(paths.root, '.cache', 'first-start')

// What a server that nobody asked for leaves behind lies in a folder of its own, and the port is any free one.
const env = {
  DATA_DIR: folder,
  DATABASE_URL: '',
  ORCHESTRATOR_PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'silent',
  NODE_COMPILE_CACHE: compiled,
}
// The first it prints is that it runs; then it may stop.
const stopOnceStarted = "process.stdout.write = () => process.kill(process.pid, 'SIGTERM')"

function isServerCompiled() {
  try {
    return fs.readFileSync(stamp, 'utf8') === hashFiles(paths.root, sources)
  } catch {
    // Never compiled, or cut short.
    return false
  }
}

/**
 * Starts the server once, for nothing but its compiled modules: without them the first start takes twice as long, and the
 * compiler stays in the memory of the server for as long as it runs.
 */
async function compileServer() {
  fs.rmSync(folder, { recursive: true, force: true })
  try {
    await runCommand({
      title: 'Preparing the server',
      command: 'node',
      args: ['--import', `data:text/javascript,${stopOnceStarted}`, 'apps/server/src/main.ts'],
      env,
      explain: () => '',
    })
  } catch {
    // It starts without them too; and where it does not, the start itself says why.
  }
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(compiled, { recursive: true })
  fs.writeFileSync(stamp, hashFiles(paths.root, sources))
}

module.exports = { isServerCompiled, compileServer }
