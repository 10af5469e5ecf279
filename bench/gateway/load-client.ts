import http from 'node:http'

/** One way to the vendor: straight, through the bare proxy, or through us. */
export interface Way {
  readonly name: 'direct' | 'bare' | 'ours'
  readonly port: number
  readonly headers: Record<string, string>
  readonly model: string
}

export interface StreamTimes {
  readonly firstTokenMs: number
  /** From the vendor's stamp to us, for each token. */
  readonly lagsMs: readonly number[]
}

const agents = new Map<Way, http.Agent>()
const now = () => performance.timeOrigin + performance.now()

export async function ask(way: Way, extra: object = {}): Promise<number> {
  const startedAt = performance.now()
  await send(way, bodyOf(way, extra), () => {})
  return performance.now() - startedAt
}

export async function stream(way: Way, extra: object = {}): Promise<StreamTimes> {
  const startedAt = performance.now()
  let firstTokenMs = Number.NaN
  const lagsMs: number[] = []
  await send(way, bodyOf(way, { stream: true, ...extra }), (text) => {
    const at = now()
    for (const [, stamp] of text.matchAll(/"t(\d+\.\d+)t"/g)) {
      if (Number.isNaN(firstTokenMs)) firstTokenMs = performance.now() - startedAt
      lagsMs.push(at - Number(stamp))
    }
  })
  if (lagsMs.length === 0) throw new Error(`${way.name} sent a stream without a token`)
  return { firstTokenMs, lagsMs }
}

/** Requests a second over that many connections. */
export async function throughput(way: Way, options: { connections: number; forMs: number }): Promise<number> {
  const startedAt = performance.now()
  let count = 0
  const worker = async () => {
    while (performance.now() - startedAt < options.forMs) {
      await ask(way)
      count++
    }
  }
  await Promise.all(Array.from({ length: options.connections }, worker))
  return count / ((performance.now() - startedAt) / 1_000)
}

function bodyOf(way: Way, extra: object): string {
  return JSON.stringify({ model: way.model, messages: [{ role: 'user', content: 'Hello, who are you?' }], ...extra })
}

function send(way: Way, body: string, read: (text: string) => void): Promise<void> {
  let agent = agents.get(way)
  if (!agent) {
    agent = new http.Agent({ keepAlive: true })
    agents.set(way, agent)
  }
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: way.port,
        path: '/v1/chat/completions',
        method: 'POST',
        agent,
        headers: { ...way.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`${way.name} answered ${response.statusCode}`))
        response.setEncoding('latin1')
        response.on('data', read)
        response.on('end', resolve)
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
