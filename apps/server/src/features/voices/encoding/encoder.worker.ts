import { parentPort } from 'node:worker_threads'
import type { FromEncoder, ToEncoder } from './encoder-messages.ts'
import { missingPackage } from './missing-package.ts'
import { type OpenEncoder, openEncoder } from './open-encoder.ts'

/** Many encoders in one thread: each message is a fifth of a second of sound at most, so that all of them get on. */
if (parentPort !== null) {
  const port = parentPort
  const encoders = new Map<number, Promise<OpenEncoder>>()
  const post = (message: FromEncoder, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

  const answer = async (message: Exclude<ToEncoder, { type: 'close' }>) => {
    const { id } = message
    if (message.type === 'open') encoders.set(id, openEncoder(message.format))
    try {
      const encoder = await encoders.get(id)
      if (!encoder) throw new Error('It belonged to a thread that ended')
      const bytes = bytesFor(encoder, message)
      post({ type: 'bytes', id, bytes }, [bytes.buffer])
    } catch (error) {
      post({ type: 'failed', id, needs: missingPackage(error), message: String(error) })
    }
  }

  port.on('message', (message: ToEncoder) => {
    if (message.type !== 'close') return void answer(message)
    const closing = encoders.get(message.id)
    encoders.delete(message.id)
    // One that never opened holds nothing.
    closing?.then((encoder) => encoder.close()).catch(() => {})
  })
}

function bytesFor(encoder: OpenEncoder, message: ToEncoder): Uint8Array<ArrayBuffer> {
  if (message.type === 'samples') return owned(encoder.encode(message.samples, message.sampleRateHz))
  return message.type === 'finish' ? owned(encoder.finish()) : new Uint8Array()
}

/** Bytes whose buffer holds nothing else, so that it can be given away. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
