import { type ChildProcess, fork } from 'node:child_process'
import type { EngineProcess } from '@secretary/models/spec/engine-process'
import { ProviderError } from '@secretary/models/spec/provider-error'
import type { Logger } from 'pino'
import { engineEnvironment } from '#server/platform/compile-cache.ts'
import { EventQueue } from '#server/platform/events/event-queue.ts'
import { createBackOff } from './back-off.ts'
import { createLogRing } from './log-ring.ts'
import { orAbort } from './or-abort.ts'
import type { FromProcess, ToProcess } from './process-messages.ts'
import { readResidentMb } from './read-resident-mb.ts'

export interface SupervisedOptions {
  readonly name: string
  readonly entry: URL
  /** All of the parent's environment the child gets. No secret is among it. */
  readonly env?: Record<string, string>
  /** Stopped when nobody asked for anything this long. */
  readonly idleStopMs: number
  /** The process is ended above this. */
  readonly memoryCapMb: number
  readonly startTimeoutMs: number
  readonly logger: Logger
  /** How often it is looked at, in milliseconds. @default 5000 */
  readonly watchIntervalMs?: number
  /** Silence after which it is ended: a synchronous engine answers no ping while it works; longer than any clause takes. @default 30000 */
  readonly pingTimeoutMs?: number
  /** How long it may take to go by itself before it is ended by force. @default 3000 */
  readonly closeTimeoutMs?: number
  /** The time the pauses between starts are measured with, in milliseconds. @default Date.now */
  readonly now?: () => number
}

export interface ProcessHealth {
  readonly state: 'stopped' | 'starting' | 'running' | 'closed'
  readonly restarts: number
  readonly residentMb: number | null
  readonly log: readonly string[]
}

export interface SupervisedProcess extends EngineProcess {
  health(): ProcessHealth
  /** Ends it, by force where it does not go by itself. */
  close(): Promise<void>
}

const WATCH_INTERVAL_MS = 5_000
const PING_TIMEOUT_MS = 30_000
const CLOSE_TIMEOUT_MS = 3_000
/** A clause is some hundred parts at most. */
const PARTS_CAPACITY = 100_000

interface Running {
  readonly child: ChildProcess
  readonly ready: Promise<void>
  isStarting: boolean
  /** Told to go: its end is no failure. */
  isRetired: boolean
  lastPongAt: number
}

interface OpenRequest {
  readonly by: Running
  readonly queue: EventQueue<unknown>
  isDone: boolean
  error: Error | null
}

/** Starts on first need, stops when idle, comes back after a crash with growing pauses. It may die at any time: what it was asked then fails, nothing else. */
export function createSupervisedProcess(options: SupervisedOptions): SupervisedProcess {
  const { name, logger, pingTimeoutMs = PING_TIMEOUT_MS } = options
  const requests = new Map<number, OpenRequest>()
  const alive = new Map<Running, Promise<void>>()
  const log = createLogRing()
  const backOff = createBackOff(options.now)
  let running: Running | null = null
  let [nextId, restarts, isClosed] = [1, 0, false]
  let idleTimer: NodeJS.Timeout | null = null

  const failure = (message: string) => new ProviderError({ provider: name, message })

  async function start(): Promise<Running> {
    if (running?.child.connected) {
      await running.ready
      return running
    }
    if (isClosed) throw failure('It is shut down')
    if (backOff.waitMs() > 0) throw failure('It failed a moment ago and is about to be started again')
    const started = launch()
    running = started
    try {
      await started.ready
    } catch (error) {
      started.child.kill('SIGKILL')
      throw error
    } finally {
      started.isStarting = false
    }
    return started
  }

  function launch(): Running {
    const child = fork(options.entry, {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [`--max-old-space-size=${options.memoryCapMb}`],
      env: { ...engineEnvironment, ...options.env },
    })
    const launched: Running = {
      child,
      ready: whenReady(child),
      isStarting: true,
      isRetired: false,
      lastPongAt: Date.now(),
    }
    log.follow(child)
    child.on('message', (message: FromProcess) => receive(launched, message))
    const ended = new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve()
        onExit(launched, `${signal ?? code}`)
      })
      child.on('error', (error) => {
        logger.error({ err: error, process: name }, 'a supervised process could not be started or reached')
        if (child.pid !== undefined) return
        resolve()
        onExit(launched, 'not started') // No exit follows where there was never a process.
      })
    })
    alive.set(launched, ended)
    return launched
  }

  function whenReady(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(failure('It did not start in time')), options.startTimeoutMs)
      const give = () => {
        clearTimeout(timer)
        reject(failure('It ended while it was starting'))
      }
      child.once('exit', give)
      child.once('error', give)
      child.on('message', function onReady(message: FromProcess) {
        if (message.type !== 'ready') return
        child.removeListener('message', onReady)
        clearTimeout(timer)
        resolve()
      })
    })
  }

  function receive(from: Running, message: FromProcess): void {
    if (message.type === 'pong') from.lastPongAt = Date.now()
    const request = 'id' in message ? requests.get(message.id) : undefined
    if (!request) return
    if (message.type === 'part') request.queue.push(message.body)
    else {
      if (message.type === 'error') request.error = failure(message.message)
      request.isDone = true
      request.queue.end()
    }
  }

  function onExit(from: Running, reason: string): void {
    alive.delete(from)
    if (running === from) running = null
    const cut = [...requests.values()].filter(({ by, isDone }) => by === from && !isDone)
    if (cut.length > 0 || from.isStarting || (reason !== '0' && !from.isRetired)) {
      restarts++
      backOff.fail()
      logger.warn({ process: name, reason, log: log.lines().slice(-5) }, 'a supervised process ended')
    }
    for (const request of cut) {
      request.error = failure('It ended in the middle of its work')
      request.queue.end()
    }
  }

  /** Lets it go, and ends it by force where it does not. */
  function retire(leaving: Running): void {
    leaving.isRetired = true
    if (running === leaving) running = null
    const force = setTimeout(() => leaving.child.kill('SIGKILL'), options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS)
    leaving.child.once('exit', () => clearTimeout(force))
    if (leaving.child.connected) leaving.child.disconnect()
  }

  function stopIdleTimer(): void {
    if (idleTimer) clearTimeout(idleTimer)
    idleTimer = null
  }

  function scheduleIdleStop(): void {
    stopIdleTimer()
    if (requests.size > 0 || isClosed) return
    idleTimer = setTimeout(() => {
      if (running && !running.isStarting) retire(running)
    }, options.idleStopMs).unref()
  }

  const watch = setInterval(() => {
    if (!running || running.isStarting) return
    const residentMb = readResidentMb(running.child.pid)
    const isStuck = Date.now() - running.lastPongAt > pingTimeoutMs
    const isTooLarge = residentMb !== null && residentMb > options.memoryCapMb
    if (isStuck || isTooLarge) {
      logger.warn({ process: name, residentMb, isStuck }, 'a supervised process is ended')
      running.child.kill('SIGKILL')
    } else if (running.child.connected) running.child.send({ type: 'ping' } satisfies ToProcess)
  }, options.watchIntervalMs ?? WATCH_INTERVAL_MS).unref()

  async function* request(body: unknown, { signal }: { signal: AbortSignal }): AsyncGenerator<unknown> {
    signal.throwIfAborted()
    stopIdleTimer()
    const id = nextId++
    let child: ChildProcess | null = null
    try {
      const by = await orAbort(start(), signal)
      child = by.child
      const queue = new EventQueue<unknown>({ capacity: PARTS_CAPACITY, overflow: 'end' })
      const open: OpenRequest = { by, queue, isDone: false, error: null }
      requests.set(id, open)
      child.send({ type: 'request', id, body } satisfies ToProcess)
      yield* queue.read(signal)
      signal.throwIfAborted()
      if (open.error) throw open.error
      if (!open.isDone) throw failure('It sends faster than anybody listens')
    } finally {
      requests.delete(id)
      if (child?.connected) child.send({ type: 'cancel', id } satisfies ToProcess)
      scheduleIdleStop()
    }
  }

  return {
    request,
    health: () => ({
      state: isClosed ? 'closed' : !running ? 'stopped' : running.isStarting ? 'starting' : 'running',
      restarts,
      residentMb: running ? readResidentMb(running.child.pid) : null,
      log: log.lines(),
    }),
    async close() {
      isClosed = true
      clearInterval(watch)
      stopIdleTimer()
      if (running) retire(running)
      await Promise.all(alive.values())
    },
  }
}
