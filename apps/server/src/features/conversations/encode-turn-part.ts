import type { TurnMessage } from '@secretary/contracts/realtime/turn.messages'
import { ProviderError } from '@secretary/models/spec/provider-error'
import type { TurnPart } from '#server/conversation/turn-part.ts'

/** A part as the wire knows it; null for what stays inside. */
export function encodeTurnPart(turnId: string, part: TurnPart): TurnMessage | null {
  switch (part.type) {
    case 'message-taken':
    case 'expects':
    case 'usage':
    case 'text-end':
      return null
    case 'suggestions':
      return { type: 'suggestions', turnId, items: part.items.map((item) => ({ ...item })) }
    case 'speech-frame':
      return {
        type: 'speech-frame',
        turnId,
        clauseIndex: part.clauseIndex,
        sampleRateHz: part.sampleRateHz,
        audio: encodePcm(part.samples),
      }
    default:
      return { ...part, turnId }
  }
}

export function encodeTurnError(turnId: string, error: unknown): TurnMessage {
  return { type: 'error', turnId, code: ProviderError.isInstance(error) ? 'model_failed' : 'internal_error' }
}

/** 16-bit little-endian, whatever this machine is. */
function encodePcm(samples: Int16Array): string {
  const bytes = Buffer.alloc(samples.length * 2)
  for (let index = 0; index < samples.length; index++) bytes.writeInt16LE(samples[index] ?? 0, index * 2)
  return bytes.toString('base64')
}
