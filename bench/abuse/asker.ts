import { Agent, request } from 'node:http'
import { fakeOpenAiKey } from '@secretary/models/testing/fake-openai-server'
import type { Target } from './victim.ts'

/** Between two questions, in milliseconds. */
const PAUSE_MS = 50

/** Milliseconds until the first word of each answer. */
export interface Waits {
  readonly ours: number[]
  /** Of the same questions straight to the vendor, who is as busy and has as little of the machine. */
  readonly vendors: number[]
}

/** The vendor's first event says only who speaks. */
const word = /"content":"[^"]/

interface Way {
  readonly url: string
  readonly key: string
  readonly model: string
  readonly agent: Agent
}

/** A program with a key of its own that asks one question after the other, of us and of the vendor in turns, until the signal ends it. */
export async function askUntil(signal: AbortSignal, { port, key, vendorUrl }: Target): Promise<Waits> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const us: Way = { url: `http://127.0.0.1:${port}/v1`, key, model: 'secretary', agent }
  const vendor: Way = { url: vendorUrl, key: fakeOpenAiKey, model: 'small', agent }
  const waits: Waits = { ours: [], vendors: [] }
  while (!signal.aborted) {
    waits.ours.push(await firstWord(us))
    waits.vendors.push(await firstWord(vendor))
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  agent.destroy()
  return waits
}

function firstWord({ url, key, model, agent }: Way): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const call = request(`${url}/chat/completions`, { method: 'POST', headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The program was answered ${response.statusCode}`))
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        if (!word.test(text)) return
        resolve(performance.now() - startedAt)
        // Nobody has so much patience: the rest is given up.
        response.destroy()
      })
    })
    call.once('error', reject)
    const messages = [{ role: 'user', content: 'Расскажи' }]
    call.end(JSON.stringify({ model, messages, stream: true }))
  })
}
