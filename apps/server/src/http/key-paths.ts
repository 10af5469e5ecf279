import { contracts } from '@secretary/contracts/contracts'
import { isKeyAccess, type RouteDefinition } from '@secretary/contracts/route'

const keyRoutes = Object.values(contracts as Readonly<Record<string, RouteDefinition>>)
  .filter(({ access }) => isKeyAccess(access))
  .map(({ method, path }) => ({ method, pattern: patternOf(path) }))

/** True for an address that programs call with an API key: all of `/v1`, known or not, and the older ones at the root. */
export function isKeyPath(url: string): boolean {
  const path = pathOf(url)
  return path === '/v1' || path.startsWith('/v1/') || keyRoutes.some(({ pattern }) => pattern.test(path))
}

/** What can be done at this address with an API key; empty where there is nothing. */
export function keyMethodsAt(url: string): string[] {
  const path = pathOf(url)
  return [...new Set(keyRoutes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))]
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? ''

/** Of Fastify's spelling: `:name` is one segment, `*` the rest. */
function patternOf(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replace(/\*$/, '.*')
  return new RegExp(`^${source}$`)
}
