import type { IncomingHttpHeaders } from 'node:http'

/** Whatever a client took for the key: checked elsewhere. */
const bearer = /^Bearer(?:[ \t]+(.*))?$/i

/**
 * The one key a request carries, in whichever header its client writes it; null for none, and for two that differ.
 * An `Authorization` of another scheme is meant for a proxy in front of us.
 */
export function readKeyCredential(headers: IncomingHttpHeaders): string | null {
  const given = new Set<string>()
  const authorization = bearer.exec(headers.authorization ?? '')
  if (authorization) given.add((authorization[1] ?? '').trim())
  for (const name of ['x-api-key', 'api-key']) {
    const value = headers[name]
    if (value !== undefined) given.add(String(value).trim())
  }
  const [credential] = given
  return given.size === 1 && credential !== undefined ? credential : null
}
