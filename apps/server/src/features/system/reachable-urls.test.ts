import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { reachableUrls, tunnelCommand } from './reachable-urls.ts'

const lan = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal)
  .map(({ address }) => `http://${address}:8002`)

it.each([
  ['127.0.0.1', ['http://localhost:8002']],
  ['localhost', ['http://localhost:8002']],
  ['127.0.0.5', ['http://127.0.0.5:8002']],
  ['::1', ['http://[::1]:8002']],
  ['192.168.1.7', ['http://192.168.1.7:8002']],
  ['0.0.0.0', ['http://localhost:8002', ...lan]],
])('on %s these open: %j', (host, urls) => {
  expect(reachableUrls({ host, publicUrl: null }, 8002)).toEqual(urls)
})

it('names the address that people use first', () => {
  const publicUrl = new URL('https://secretary.example/')
  expect(reachableUrls({ host: '127.0.0.1', publicUrl }, 8002)).toEqual([
    'https://secretary.example',
    'http://localhost:8002',
  ])
})

it.each([
  ['127.0.0.1', '1.2.3.4 5555 10.0.0.9 22', 'ssh -L 8002:localhost:8002 anna@10.0.0.9'],
  ['0.0.0.0', '1.2.3.4 5555 10.0.0.9 22', 'ssh -L 8002:localhost:8002 anna@10.0.0.9'],
  ['127.0.0.5', '1.2.3.4 5555 10.0.0.9 2222', 'ssh -p 2222 -L 8002:127.0.0.5:8002 anna@10.0.0.9'],
  ['::1', 'fd00::1 5555 fd00::9 22', 'ssh -L 8002:[::1]:8002 anna@fd00::9'],
  ['192.168.1.7', '1.2.3.4 5555 192.168.1.7 22', null],
  ['127.0.0.1', null, null],
])('listening on %s, over SSH %s, the tunnel is %s', (host, sshConnection, command) => {
  expect(tunnelCommand({ host, sshConnection }, 8002, 'anna')).toBe(command)
})
