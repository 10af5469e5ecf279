'use strict'
// Runs before every npm script, on whatever Node the system has: this file and its neighbours must parse on Node 16.
const { checkSystem } = require('./check-system.cjs')
const { withLock } = require('./lock.cjs')
const { isInstalled, install } = require('./install.cjs')
const { isPanelBuilt, buildPanel } = require('./build-panel.cjs')
const { isServerCompiled, compileServer } = require('./compile-server.cjs')
const { areRivalsInstalled, installRivals } = require('./rivals.cjs')
const { SetupError } = require('./setup-error.cjs')

/** What each script needs. Output goes to stderr, and there is none where everything is in place. */
const needs = {
  start: { level: 'runtime', panel: true, server: true },
  cli: { level: 'runtime' },
  dev: { level: 'full' },
  test: { level: 'full', panel: true },
  bench: { level: 'full', panel: true, rivals: true },
}

async function prepare(script) {
  const { level, panel, server, rivals } = needs[script] || needs.start
  checkSystem()
  const missing = () => ({
    packages: !isInstalled(level),
    panel: Boolean(panel) && !isPanelBuilt(),
    server: Boolean(server) && !isServerCompiled(),
    rivals: Boolean(rivals) && !areRivalsInstalled(),
  })
  const before = missing()
  if (!before.packages && !before.panel && !before.server && !before.rivals) return
  await withLock(async () => {
    // Another run may have done it while this one waited.
    if (missing().packages) await install(level)
    if (missing().panel) await buildPanel()
    if (missing().server) await compileServer()
    if (missing().rivals) await installRivals()
  })
}

prepare(process.argv[2] || 'start').catch((error) => {
  process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`)
  process.exit(1)
})
