import { Agent, request } from 'node:http'
import type { Target } from './victim.ts'

/** Between two questions, in milliseconds. */
const PAUSE_MS = 50

/** A program with a key of its own that asks one question after the other, until the signal ends it. Milliseconds until the first word of each. */
export async function askUntil(signal: AbortSignal, { port, key }: Target): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const waits: number[] = []
  while (!signal.aborted) {
    waits.push(await firstWord({ port, key, agent }))
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  agent.destroy()
  return waits
}

function firstWord({ port, key, agent }: { port: number; key: string; agent: Agent }): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const path = '/v1/chat/completions'
    const call = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The program was answered ${response.statusCode}`))
      response.once('data', () => {
        resolve(performance.now() - startedAt)
        // Nobody has so much patience: the rest is given up.
        response.destroy()
      })
    })
    call.once('error', reject)
    const messages = [{ role: 'user', content: 'Расскажи' }]
    call.end(JSON.stringify({ model: 'secretary', messages, stream: true }))
  })
}
