import { isIPv4, isIPv6 } from 'node:net'

const NETWORK_GROUPS = 4
const GROUPS = 8

/**
 * What limits are counted by: an IPv4 address, or the /64 of an IPv6 one. A household is given a whole /64, so whoever is counted by the full
 * address has 2^64 fresh starts. IPv4 inside IPv6 counts as what it is.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':')) return address
  const plain = address.split('%', 1)[0] ?? ''
  if (!isIPv6(plain)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined && isIPv4(mapped)) return mapped
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const behind = tail === undefined || tail === '' ? [] : tail.split(':')
  if (tail !== undefined) while (groups.length + behind.length < GROUPS) groups.push('0')
  const network = [...groups, ...behind]
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
