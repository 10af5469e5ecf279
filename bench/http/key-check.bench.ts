import { hash, randomUUID } from 'node:crypto'
import { createKeySecret } from '../../apps/server/src/features/api-keys/api-key-secret.ts'
import type { ApiKeysRepository } from '../../apps/server/src/features/api-keys/api-keys.repository.ts'
import { createLiveKeys } from '../../apps/server/src/features/api-keys/live-keys.ts'
import { readKeyCredential } from '../../apps/server/src/http/key-credential.ts'
import { type BenchRow, percentile } from '../bench-row.ts'

const KEYS = 10_000
const ROUNDS = 200
const CALLS_A_ROUND = 1_000

/** What the check of a key adds to a request, with many keys, beside the one hash that no check can do without. */
export default async function run(): Promise<BenchRow[]> {
  const secrets = Array.from({ length: KEYS }, () => createKeySecret())
  const stored = secrets.map((secret) => ({ ...blank, id: randomUUID(), keyHash: secret.hash, hint: secret.hint }))
  const liveKeys = createLiveKeys({
    repository: { listLive: async () => stored } as unknown as ApiKeysRepository, // It reads nothing else.
    users: { find: async () => null },
    clock: { now: () => new Date() },
    onExpired() {},
  })
  await liveKeys.load()
  const keys = secrets.slice(0, CALLS_A_ROUND).map(({ key }) => key)
  const check = (key: string) => liveKeys.authenticate(readKeyCredential({ authorization: `Bearer ${key}` }) ?? '')
  if (!keys.every(check) || check(`${keys[0]}x`)) throw new Error('The check does not tell keys apart')
  const [checks, refusals, hashes]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    checks.push(timeOf(keys, check))
    refusals.push(timeOf(keys, (key) => check(`${key.slice(0, -4)}0000`)))
    hashes.push(timeOf(keys, (key) => hash('sha256', key, 'base64url')))
  }
  const floor = percentile(hashes, 0.5)
  return [row('right key, p50', checks, floor), row('wrong key, p50', refusals, floor)]
}

const blank = {
  ownerKind: 'system' as const,
  ownerId: null,
  name: 'Key',
  scopes: [],
  allowedOrigins: [],
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  createdAt: '2026-03-02T09:00:00.000Z',
}

/** Microseconds a call. */
function timeOf(keys: readonly string[], call: (key: string) => unknown): number {
  const startedAt = performance.now()
  for (const key of keys) call(key)
  return ((performance.now() - startedAt) * 1000) / keys.length
}

function row(figure: string, values: readonly number[], floor: number): BenchRow {
  const value = percentile(values, 0.5)
  return {
    figure: `${figure}, of ${KEYS} keys`,
    value: `${value.toFixed(2)} µs`,
    rival: `one SHA-256 ${floor.toFixed(2)} µs`,
    ratio: (value / floor).toFixed(2),
    goal: '≤ 50 µs',
    isMet: value <= 50,
  }
}
