import { connect, type Socket } from 'node:net'

export interface SocketPlan {
  readonly port: number
  readonly count: number
  /** Sent at once. */
  readonly first: string
  /** Sent again and again, once a second; nothing where it is empty. */
  readonly drip: string
  readonly reads: boolean
}

/** Sockets that an attacker holds, each from an address of this machine, until the signal ends them all. */
export async function holdSockets(plan: SocketPlan, signal: AbortSignal): Promise<{ most: number; atEnd: number }> {
  const open = new Set<Socket>()
  let most = 0
  for (let index = 0; index < plan.count && !signal.aborted; index++) {
    const socket = connect({ host: '127.0.0.1', port: plan.port, localAddress: addressOf(index) })
    open.add(socket)
    socket.on('error', () => {}) // The server may end it: that is what is measured.
    socket.once('close', () => open.delete(socket))
    socket.once('connect', () => socket.write(plan.first))
    if (plan.reads) socket.resume()
    else socket.pause()
    if (index % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 5))
    most = Math.max(most, open.size)
  }
  const drip = setInterval(() => {
    if (plan.drip !== '') for (const socket of open) socket.write(plan.drip)
  }, 1_000)
  if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  clearInterval(drip)
  const atEnd = open.size
  for (const socket of open) socket.destroy()
  return { most, atEnd }
}

/** 127.0.0.0/8 is this machine: many addresses without any network. */
export const addressOf = (index: number) => `127.1.${Math.floor(index / 200) % 200}.${(index % 200) + 1}`
