import { networkInterfaces, userInfo } from 'node:os'
import type { Config } from '#server/config/load-config.ts'

type Listening = Pick<Config, 'host' | 'publicUrl' | 'sshConnection'>

/** Only addresses that will really open, the one that people use first: loopback alone when we listen there alone. */
export function reachableUrls({ host, publicUrl }: Omit<Listening, 'sshConnection'>, port: number): string[] {
  const hosts = isEveryAddress(host) ? ['localhost', ...lanAddresses(host)] : [localName(host)]
  const local = hosts.map((name) => `http://${bracket(name)}:${port}`)
  return publicUrl ? [publicUrl.href.replace(/\/$/, ''), ...local] : local
}

/** What a person types on his own computer when he started the server over SSH; null where no tunnel is needed or would help. */
export function tunnelCommand(
  { host, sshConnection }: Omit<Listening, 'publicUrl'>,
  port: number,
  userName: string = userInfo().username,
): string | null {
  if (sshConnection === null || !(isLoopbackHost(host) || isEveryAddress(host))) return null
  // sshd sets: address and port of the client, address and port of the server.
  const [, , serverAddress = 'your-server', sshPort = '22'] = sshConnection.split(' ')
  const target = isEveryAddress(host) ? 'localhost' : bracket(localName(host))
  return `ssh ${sshPort === '22' ? '' : `-p ${sshPort} `}-L ${port}:${target}:${port} ${userName}@${serverAddress}`
}

function lanAddresses(host: string): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal, scopeid }) => !internal && (family === 'IPv4' || (host === '::' && scopeid === 0)))
    .map(({ address }) => address)
}

const isEveryAddress = (host: string) => host === '0.0.0.0' || host === '::'
const isLoopbackHost = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')
/** Browsers count `localhost` as a safe place and allow the microphone there. It is 127.0.0.1, not the rest of 127. */
const localName = (host: string) => (host === '127.0.0.1' ? 'localhost' : host)
const bracket = (host: string) => (host.includes(':') ? `[${host}]` : host)
