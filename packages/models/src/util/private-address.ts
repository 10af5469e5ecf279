import { BlockList, isIP } from 'node:net'

/** Addresses of this machine and of networks behind it; the metadata service of clouds lies in link-local. Sources: RFC 6890, RFC 4193, RFC 6598. */
const ranges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const blocked = new BlockList()
for (const [network, prefix, family] of ranges) blocked.addSubnet(network, prefix, family)

/** Link-local, and where AWS (IPv6) and Alibaba Cloud answer outside of it. Sources: their manuals of instance metadata. */
const metadata = new BlockList()
metadata.addSubnet('169.254.0.0', 16, 'ipv4')
metadata.addSubnet('fe80::', 10, 'ipv6')
metadata.addAddress('fd00:ec2::254', 'ipv6')
metadata.addAddress('100.100.100.200', 'ipv4')

/** True for loopback, private, link-local, shared, multicast and unspecified addresses, in every spelling, IPv4 inside IPv6 included. */
export function isPrivateAddress(address: string): boolean {
  return check(blocked, address)
}

/** Where clouds keep their credentials; no model lives there, so nobody may name it. */
export function isMetadataAddress(address: string): boolean {
  return check(metadata, address)
}

function check(list: BlockList, address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  const embedded = family === 6 ? embeddedIpv4(address) : null
  if (embedded !== null) return list.check(embedded, 'ipv4')
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** IPv4-mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96) and 6to4 (2002::/16) carry an IPv4 address that is the real target. */
function embeddedIpv4(address: string): string | null {
  const groups = expand(address)
  const dotted = (high = 0, low = 0) => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return dotted(groups[6], groups[7])
  if (groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0))
    return dotted(groups[6], groups[7])
  return groups[0] === 0x2002 ? dotted(groups[1], groups[2]) : null
}

function expand(address: string): number[] {
  const plain = address.split('%', 1)[0] ?? ''
  const withHex = plain.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `${((Number(a) << 8) | Number(b)).toString(16)}:${((Number(c) << 8) | Number(d)).toString(16)}`,
  )
  const [head = '', tail] = withHex.split('::')
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const [left, right] = [parse(head), parse(tail ?? '')]
  return tail === undefined
    ? left
    : [...left, ...Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right]
}
