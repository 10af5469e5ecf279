import type { IncomingHttpHeaders } from 'node:http'

/** Whatever a client took for the key: checked elsewhere. */
const bearer = /^Bearer(?:[ \t]+(.*))?$/i

/**
 * The one key a request carries, in whichever header its client writes it; null for none, and for two that differ.
 * An `Authorization` of another scheme is meant for a proxy in front of us.
 */
export function readKeyCredential(headers: IncomingHttpHeaders): string | null {
  const { authorization, 'x-api-key': apiKey, 'api-key': azureKey } = headers
  const scheme = authorization === undefined ? null : bearer.exec(authorization)
  if (scheme && apiKey === undefined && azureKey === undefined) return (scheme[1] ?? '').trim()
  const given = new Set<string>()
  if (scheme) given.add((scheme[1] ?? '').trim())
  for (const value of [apiKey, azureKey]) if (value !== undefined) given.add(String(value).trim())
  const [credential] = given
  return given.size === 1 && credential !== undefined ? credential : null
}
