const MODELS = '/v1/models/'

/** The id of a model has slashes in it, and not every client encodes them: behind `/v1/models/` all of it is one segment. */
export function encodeModelId(url: string): string {
  if (!url.startsWith(MODELS)) return url
  const query = url.indexOf('?')
  const end = query === -1 ? url.length : query
  return MODELS + url.slice(MODELS.length, end).replaceAll('/', '%2F') + url.slice(end)
}
