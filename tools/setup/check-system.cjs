'use strict'
const { SetupError } = require('./setup-error.cjs')

const [major, minor] = process.versions.node.split('.').map(Number)

/** On Linux x64 the right Node comes as a package; npm itself still needs 20. Elsewhere the system's Node runs everything. */
function checkSystem() {
  const bringsNode = process.platform === 'linux' && process.arch === 'x64'
  if (bringsNode && major < 20) {
    throw new SetupError(
      `Secretary needs Node 20 or newer to set itself up; this is ${process.version}. Install it from https://nodejs.org or your distribution's backports, then run this again.`,
    )
  }
  if (!bringsNode && (major < 24 || (major === 24 && minor < 15))) {
    throw new SetupError(
      `On ${process.platform}-${process.arch} Secretary needs Node 24.15 or newer; this is ${process.version}. Install it from https://nodejs.org, then run this again.`,
    )
  }
  const npm = /^npm\/(\d+)/.exec(process.env.npm_config_user_agent || '')
  if (npm && Number(npm[1]) < 9)
    throw new SetupError(
      `Secretary needs npm 9 or newer; this is npm ${npm[1]}. Update it with: npm install --global npm@11`,
    )
}

module.exports = { checkSystem }
