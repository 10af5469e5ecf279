import { type ChildProcess, fork } from 'node:child_process'
import type { EngineProcess } from '@secretary/models/spec/engine-process'
import { ProviderError } from '@secretary/models/spec/provider-error'
import type { Logger } from 'pino'
import { EventQueue } from '#server/platform/events/event-queue.ts'
import { createBackOff } from './back-off.ts'
import { createLogRing } from './log-ring.ts'
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

const PING_INTERVAL_MS = 5_000
/** A synchronous engine answers no ping while it works; this is longer than any clause takes. */
const PING_TIMEOUT_MS = 30_000
const CLOSE_TIMEOUT_MS = 3_000
/** A clause is some hundred parts at most. */
const PARTS_CAPACITY = 100_000

interface Running {
  readonly child: ChildProcess
  readonly ready: Promise<void>
  lastPongAt: number
}

/** Starts on first need, stops when idle, comes back after a crash with growing pauses. It may die at any time: what it was asked then fails, nothing else. */
export function createSupervisedProcess(options: SupervisedOptions): SupervisedProcess {
  const { name, logger } = options
  const requests = new Map<number, { queue: EventQueue<unknown>; fail(error: Error): void }>()
  const log = createLogRing()
  const backOff = createBackOff()
  let running: Running | null = null
  let [nextId, restarts, isClosed, isStarting] = [1, 0, false, false]
  let idleTimer: NodeJS.Timeout | null = null

  const failure = (message: string) => new ProviderError({ provider: name, message })

  async function start(): Promise<Running> {
    if (running) {
      await running.ready
      return running
    }
    if (isClosed) throw failure('It is shut down')
    if (backOff.waitMs() > 0) throw failure('It failed a moment ago and is about to be started again')
    const child = fork(options.entry, {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [`--max-old-space-size=${options.memoryCapMb}`],
      env: { ...options.env },
    })
    const started: Running = { child, ready: whenReady(child), lastPongAt: Date.now() }
    running = started
    isStarting = true
    log.follow(child)
    child.on('message', (message: FromProcess) => receive(started, message))
    child.once('exit', (code, signal) => onExit(started, `${signal ?? code}`))
    child.once('error', (error) =>
      logger.error({ err: error, process: name }, 'a supervised process could not be started'),
    )
    try {
      await started.ready
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    } finally {
      isStarting = false
    }
    backOff.succeed()
    return started
  }

  function whenReady(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(failure('It did not start in time')), options.startTimeoutMs)
      child.once('exit', () => reject(failure('It ended while it was starting')))
      child.on('message', function onReady(message: FromProcess) {
        if (message.type !== 'ready') return
        child.removeListener('message', onReady)
        clearTimeout(timer)
        resolve()
      })
      child.once('exit', () => clearTimeout(timer))
    })
  }

  function receive(from: Running, message: FromProcess): void {
    if (message.type === 'pong') from.lastPongAt = Date.now()
    if (!('id' in message)) return
    const request = requests.get(message.id)
    if (message.type === 'part') request?.queue.push(message.body)
    else if (message.type === 'end') request?.queue.end()
    else request?.fail(failure(message.message))
  }

  function onExit(from: Running, reason: string): void {
    if (running !== from) return
    running = null
    if (requests.size > 0 || reason !== '0') {
      restarts++
      backOff.fail()
      logger.warn({ process: name, reason, log: log.lines().slice(-5) }, 'a supervised process ended')
    }
    for (const request of requests.values()) request.fail(failure('It ended in the middle of its work'))
  }

  function scheduleIdleStop(): void {
    if (idleTimer) clearTimeout(idleTimer)
    idleTimer = setTimeout(() => {
      if (requests.size === 0) running?.child.disconnect()
    }, options.idleStopMs).unref()
  }

  const watch = setInterval(() => {
    if (!running || isStarting) return
    const residentMb = readResidentMb(running.child.pid)
    const isStuck = Date.now() - running.lastPongAt > PING_TIMEOUT_MS
    const isTooLarge = residentMb !== null && residentMb > options.memoryCapMb
    if (isStuck || isTooLarge) {
      logger.warn({ process: name, residentMb, isStuck }, 'a supervised process is ended')
      running.child.kill('SIGKILL')
    } else if (running.child.connected) running.child.send({ type: 'ping' } satisfies ToProcess)
  }, PING_INTERVAL_MS).unref()

  return {
    async *request(body, { signal }) {
      signal.throwIfAborted()
      const { child } = await start()
      const id = nextId++
      const queue = new EventQueue<unknown>({ capacity: PARTS_CAPACITY, overflow: 'end' })
      let error: Error | null = null
      requests.set(id, {
        queue,
        fail(reason) {
          error = reason
          queue.end()
        },
      })
      try {
        child.send({ type: 'request', id, body } satisfies ToProcess)
        yield* queue.read(signal)
        signal.throwIfAborted()
        if (error) throw error
      } finally {
        requests.delete(id)
        if (child.connected) child.send({ type: 'cancel', id } satisfies ToProcess)
        scheduleIdleStop()
      }
    },
    health: () => ({
      state: isClosed ? 'closed' : !running ? 'stopped' : isStarting ? 'starting' : 'running',
      restarts,
      residentMb: running ? readResidentMb(running.child.pid) : null,
      log: log.lines(),
    }),
    async close() {
      isClosed = true
      clearInterval(watch)
      if (idleTimer) clearTimeout(idleTimer)
      const child = running?.child
      if (!child || child.exitCode !== null) return
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const force = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS)
      if (child.connected) child.disconnect()
      await ended
      clearTimeout(force)
    },
  }
}
