import { Agent, get } from 'node:http'
import { percentile } from '../bench-row.ts'

/** Between two requests of a person who works, in milliseconds. */
const PAUSE_MS = 10

export interface Target {
  readonly port: number
  readonly pid: number
  /** Of whoever attacks: most attacks need one. */
  readonly token: string
  /** Of whoever works meanwhile. */
  readonly othersToken: string
  /** Of a program that asks meanwhile. */
  readonly key: string
  /** Whom the server asks for its answers. */
  readonly vendorUrl: string
}

/** Somebody who does nothing wrong: he looks at his list of conversations again and again. His p99 in milliseconds. */
export async function workFor(ms: number, { port, othersToken: token }: Target): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const waits: number[] = []
  const end = performance.now() + ms
  while (performance.now() < end) {
    waits.push(await ask({ port, token, agent }))
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  agent.destroy()
  return percentile(waits, 0.99)
}

function ask({ port, token, agent }: { port: number; token: string; agent: Agent }): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    get({ host: '127.0.0.1', port, path: '/admin/chat/sessions', headers, agent }, (response) => {
      response.resume()
      if (response.statusCode !== 200) reject(new Error(`The well-behaved user was answered ${response.statusCode}`))
      response.once('end', () => resolve(performance.now() - startedAt))
    }).once('error', reject)
  })
}
