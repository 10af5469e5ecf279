import type { lookup } from 'node:dns'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createGuardedFetch } from './guarded-fetch.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server on this machine that counts who came, and redirects where it is told. */
async function startServer(location?: string) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location }).end('inside')
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, seen }
}

/** A name that answers with another address each time it is asked. */
function changingName(...answers: string[][]) {
  const asked: string[] = []
  const resolve = ((hostname: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
    asked.push(hostname)
    const addresses = answers[Math.min(asked.length, answers.length) - 1] ?? []
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as unknown as typeof lookup
  return { resolve, asked }
}

describe('a guarded call', () => {
  it.each([
    'http://169.254.169.254/latest',
    'http://[::ffff:169.254.169.254]/latest',
    'http://[::ffff:a9fe:a9fe]/latest',
    'http://[64:ff9b::a9fe:a9fe]/latest',
    'http://[2002:a9fe:a9fe::]/latest',
    'http://0xa9.0xfe.0xa9.0xfe/latest',
    'http://2852039166/latest',
    'http://0251.0376.0251.0376/latest',
    'http://[fe80::1]/latest',
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
  ])('does not go to %s', async (url) => {
    await expect(createGuardedFetch({ reach: 'anywhere', provider: 'p' })(url)).rejects.toThrow('not allowed')
  })

  it('goes to the address that was checked, and asks for the name once', async () => {
    const { port, seen } = await startServer()
    const { resolve, asked } = changingName(['127.0.0.1'], ['169.254.169.254'])
    const response = await createGuardedFetch({ reach: 'anywhere', provider: 'p', resolve })(`http://a.test:${port}/x`)
    expect(await response.text()).toBe('inside')
    expect([asked, seen]).toEqual([['a.test'], ['/x']])
  })

  it('is judged again at every call: a name that was harmless when it was saved is refused once it points elsewhere', async () => {
    const { resolve } = changingName(['::ffff:169.254.169.254'])
    await expect(
      createGuardedFetch({ reach: 'anywhere', provider: 'p', resolve })('http://moved.test/v1'),
    ).rejects.toThrow('not allowed')
  })

  it('is refused where only one of the addresses of a name is bad', async () => {
    const { resolve } = changingName(['127.0.0.1', '169.254.169.254'])
    await expect(
      createGuardedFetch({ reach: 'anywhere', provider: 'p', resolve })('http://both.test/v1'),
    ).rejects.toThrow('not allowed')
  })

  it('does not follow a redirect, wherever it leads', async () => {
    const inside = await startServer()
    const door = await startServer(`http://127.0.0.1:${inside.port}/secret`)
    const response = await createGuardedFetch({ reach: 'anywhere', provider: 'p' })(`http://127.0.0.1:${door.port}/`)
    expect([response.status, inside.seen]).toEqual([302, []])
  })

  it('stays in the house where nothing else is allowed', async () => {
    const { resolve } = changingName(['1.1.1.1'])
    const fetchInside = createGuardedFetch({ reach: 'local-only', provider: 'p', resolve })
    await expect(fetchInside('http://out.test/v1')).rejects.toThrow('not allowed')
    await expect(fetchInside('http://[::ffff:1.1.1.1]/v1')).rejects.toThrow('not allowed')
  })
})
