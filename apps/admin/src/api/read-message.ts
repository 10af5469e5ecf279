/**
 * What an event of our own server says; null for a kind of message that this page doesn't know, because a newer server may say more,
 * and for what is no message at all. What stands in a message of a known kind is the server's word, as it is in every answer.
 */
export function readMessage<M extends { readonly type: string }>(
  data: string,
  known: Readonly<Record<M['type'], true>>,
): M | null {
  const value = parseJson(data)
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return null
  return Object.hasOwn(known, value.type) ? (value as M) : null // A known type: the rest follows from the contract.
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
