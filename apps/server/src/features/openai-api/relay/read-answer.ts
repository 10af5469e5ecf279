import type { VendorAnswer } from './vendor-answer.ts'
import { unreadable } from './vendor-error.ts'

/**
 * The whole body of an answer.
 * @throws ApiError where it is cut, stalls or is too large; the signal's reason when the call is given up. The connection is freed then.
 */
export function readAnswer(
  answer: VendorAnswer,
  { maxBytes, provider }: { readonly maxBytes: number; readonly provider: string },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    answer.read({
      data(chunk) {
        length += chunk.length
        chunks.push(chunk)
        if (length <= maxBytes) return
        reject(unreadable(provider))
        answer.destroy()
      },
      end: () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
      error: reject,
    })
  })
}
