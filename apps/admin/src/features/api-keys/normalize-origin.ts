/** The origin a browser will send for what a person typed or pasted: a name, an address of a page. Null when it is none. */
export function normalizeOrigin(text: string): string | null {
  const trimmed = text.trim()
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  if (trimmed.includes('*') || !URL.canParse(address)) return null
  const url = new URL(address)
  return /^https?:$/.test(url.protocol) ? url.origin : null
}
