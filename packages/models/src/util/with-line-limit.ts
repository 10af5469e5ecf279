const NEWLINE = 0x0a

/**
 * A `fetch` whose answers hold no line longer than `maxBytes`: a vendor that never ends a line would fill the memory of whoever parses it.
 * `onTooLong` makes the error that reading the body ends with.
 */
export function withLineLimit(
  inner: typeof fetch,
  { maxBytes, onTooLong }: { maxBytes: number; onTooLong: () => Error },
): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, init)
    if (!response.body) return response
    let lineBytes = 0
    const limited = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const end = chunk.lastIndexOf(NEWLINE)
        lineBytes = end === -1 ? lineBytes + chunk.length : chunk.length - end - 1
        if (lineBytes > maxBytes) controller.error(onTooLong())
        else controller.enqueue(chunk)
      },
    })
    return new Response(response.body.pipeThrough(limited), {
      status: response.status,
      headers: response.headers,
    })
  }
}
