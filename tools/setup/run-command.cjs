'use strict'
const { spawn } = require('node:child_process')
const { root } = require('./paths.cjs')
const { SetupError } = require('./setup-error.cjs')

/** A person who sees nothing for longer than this thinks it hangs. */
const PROGRESS_MS = 4_000
const KEPT_CHARACTERS = 4_000

/**
 * Runs a command quietly: a line every few seconds, and what it printed only where it failed.
 * `describe` says how far it is; `explain` turns its last words into advice.
 */
function runCommand({ title, command, args, cwd = root, env = {}, describe, explain }) {
  return new Promise((resolve, reject) => {
    const startedAt = Date.now()
    process.stderr.write(`${title}…\n`)
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_CHARACTERS)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const timer = setInterval(() => {
      const detail = describe ? describe() : ''
      process.stderr.write(`  ${Math.round((Date.now() - startedAt) / 1000)} s${detail ? `, ${detail}` : ''}\n`)
    }, PROGRESS_MS)
    const stop = (signal) => child.kill(signal)
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    const end = (error) => {
      clearInterval(timer)
      process.removeListener('SIGINT', stop)
      process.removeListener('SIGTERM', stop)
      if (error) reject(error)
      else resolve()
    }
    child.once('error', (error) => end(new SetupError(`${command} can't be started: ${error.message}`)))
    child.once('close', (code) =>
      end(code === 0 ? null : new SetupError(`${title} failed.\n${lastLines(output)}\n${explain(output)}`)),
    )
  })
}

function lastLines(output) {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-12)
    .map((line) => `  ${line}`)
    .join('\n')
}

module.exports = { runCommand }
