import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { type Config, loadConfig } from './config/load-config.ts'
import { prepareDataFolder } from './config/prepare-data-folder.ts'
import { StartError, startErrorMessage } from './config/start-error.ts'
import { type Container, createContainer } from './container.ts'
import { isAlone, takeServerPlace, type UseLock } from './db/copies/use-lock.ts'
import { prepareDemo, refuseDemoFolder } from './demo/demo-folder.ts'
import { seedDemo } from './demo/seed-demo.ts'
import { describeStart } from './features/system/describe-start.ts'
import { systemClock } from './platform/clock.ts'
import { keepCompiledCode } from './platform/keep-compiled-code.ts'
import { keepHeapSmall } from './platform/keep-heap-small.ts'
import { createLogger } from './platform/logger.ts'
import { probePort } from './platform/probe-port.ts'
import { sweepHeap } from './platform/sweep-heap.ts'

/** SSE clients, sockets, workers and child processes have this long to end. */
const CLOSE_WITHIN_MS = 5_000
const LOAD_WITHIN_MS = 600_000
/** As many as Linux holds (somaxconn). With Node's 511 a thousand who come at once shut others out: who finds no place knocks again after 1, 3 and 7 s. */
const CONNECTIONS_WAITING = 4_096
/** Nobody has opened the panel yet, and what loading left behind is dead. */
const SWEEP_AFTER_MS = 500

/** Starts everything, or says in one line why it can't and leaves nothing half done. */
export async function startServer({ isDemo }: { isDemo: boolean }): Promise<void> {
  try {
    const config = isDemo ? prepareDemo(loadConfig()) : loadConfig()
    if (!isDemo) refuseDemoFolder(config)
    // Asked before the database is touched: a second start beside a running server changes nothing.
    const refusal = await probePort(config)
    if (refusal) throw asStartError(refusal, config)
    prepareDataFolder(config.dataDir)
    // Before the database is touched, too: another server may be of an older version.
    const place = config.databaseUrl === null ? takeServerPlace(config.dataDir) : null
    const aloneAt = place && isAlone(config.dataDir) ? systemClock.now() : null
    const container = await createContainer({ config, logger: createLogger({ level: config.logLevel }) })
    await container.recovery.undoImports(aloneAt)
    // Turns wait for it; the port does not.
    const entries = container.faqIndex.load({ signal: AbortSignal.timeout(LOAD_WITHIN_MS) })
    if (isDemo) {
      await entries
      await seedDemo(container)
    }
    const app = await listen(container, config)
    container.markReady()
    closeOnSignal(app, container, place)
    await container.recovery.resumeTurns()
    container.nightlyBackup.start()
    container.openAi.retention.start()
    process.stdout.write(`${await describeStart(container, app.addresses())}\n`)
    await entries
    setTimeout(tidyUp, SWEEP_AFTER_MS).unref()
  } catch (error) {
    const message = startErrorMessage(error)
    if (message === null) throw error
    process.stderr.write(`${message}\n`)
    process.exit(1)
  }
}

function tidyUp(): void {
  keepCompiledCode()
  sweepHeap()
  keepHeapSmall()
}

async function listen(container: Container, config: Config): Promise<FastifyInstance> {
  try {
    const app = await buildApp(container)
    await app.listen({ port: config.port, host: config.host, backlog: CONNECTIONS_WAITING })
    return app
  } catch (error) {
    await container.close()
    throw asStartError(error, config)
  }
}

function asStartError(error: unknown, { port, host }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new StartError(
      'port-taken',
      `Port ${port} on ${host} is taken: stop the program that uses it, or set ORCHESTRATOR_PORT to another one`,
    )
  if (code === 'EACCES')
    return new StartError('port-taken', `Port ${port} needs more rights: set ORCHESTRATOR_PORT to a number above 1023`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError('invalid-environment', `HOST ${host} is no address of this machine`)
  return error
}

function closeOnSignal(app: FastifyInstance, container: Container, place: UseLock | null): void {
  closeWithGrace({ delay: CLOSE_WITHIN_MS, logger: false }, async ({ err }) => {
    if (err) container.logger.fatal({ err }, 'the server stops after an error nobody caught')
    await app.close()
    await container.close()
    place?.release()
  })
}
