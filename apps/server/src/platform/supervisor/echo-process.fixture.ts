import { serveRequests } from './serve-requests.ts'

/** What the tests ask of this process. */
export type EchoRequest =
  | { readonly do: 'echo'; readonly parts: readonly unknown[] }
  | { readonly do: 'crash' | 'leave' | 'hang' | 'wait' | 'fail' | 'pid' | 'environment' }
  | { readonly do: 'print'; readonly lines: number }
  | { readonly do: 'swell'; readonly megabytes: number }

const kept: Buffer[] = []

serveRequests(async (body, { signal, send }) => {
  const request = body as EchoRequest
  switch (request.do) {
    case 'echo':
      for (const part of request.parts) send(part)
      return
    case 'print':
      for (let line = 1; line <= request.lines; line++) process.stdout.write(`line ${line} ${'x'.repeat(600)}\n`)
      process.stderr.write('the last one\n')
      return
    case 'swell':
      for (let count = 0; count < request.megabytes; count++) kept.push(Buffer.alloc(1024 ** 2, 1))
      send('swollen')
      return forever()
    case 'wait':
      send('waiting')
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    case 'hang':
      send('hanging')
      for (;;);
    case 'crash':
      send('crashing')
      return process.abort()
    case 'leave':
      process.exit(0)
      return
    case 'fail':
      throw new Error('It was told to fail')
    case 'pid':
      return send(process.pid)
    case 'environment':
      return send({ ...process.env }) // lint-allow env-access: the test asks what a child can see
  }
})

function forever(): Promise<void> {
  return new Promise(() => {})
}
