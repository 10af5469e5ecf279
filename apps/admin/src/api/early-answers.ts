declare global {
  /** By method and path: what `public/appearance-before-paint.js` has asked for while this code was still coming. */
  var secretaryAnswers: Record<string, Promise<Response>> | undefined
}

/** `fetch` that takes an answer that was asked for early, once. */
export const fetchOrTakeEarly: typeof fetch = (input, init) => {
  const key = `${init?.method ?? 'GET'} ${String(input)}`
  const early = globalThis.secretaryAnswers?.[key]
  if (early === undefined) return fetch(input, init)
  delete globalThis.secretaryAnswers?.[key]
  return early
}
