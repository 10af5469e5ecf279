import type { LanguageModelPart } from '../spec/language-model.ts'

const opening = '<think>'
const closing = '</think>'

/**
 * Leaves out what a local model thinks aloud between `<think>` and `</think>` at the very beginning of its answer, as servers without a
 * parser for reasoning send it. The same words later in an answer are part of it.
 */
export async function* withoutThoughts(parts: AsyncIterable<LanguageModelPart>): AsyncGenerator<LanguageModelPart> {
  let state: 'unknown' | 'thinking' | 'silent' | 'speaking' = 'unknown'
  let held = ''
  for await (const part of parts) {
    if (part.type !== 'text-delta' || state === 'speaking') {
      if (state === 'unknown' && held !== '') yield { type: 'text-delta', text: held }
      held = ''
      yield part
      continue
    }
    held += part.text
    if (state === 'unknown') {
      const start = held.trimStart()
      if (start.startsWith(opening)) {
        state = 'thinking'
        held = start.slice(opening.length)
      } else if (!opening.startsWith(start)) state = 'speaking'
    }
    if (state === 'thinking') {
      const end = held.indexOf(closing)
      // Only a piece of the closing mark may still be wanted.
      if (end === -1) held = held.slice(-closing.length)
      else {
        held = held.slice(end + closing.length)
        state = 'silent'
      }
    }
    if (state === 'silent') {
      // What separates thought and answer belongs to neither, in however many pieces it comes.
      held = held.trimStart()
      if (held !== '') state = 'speaking'
    }
    if (state === 'speaking' && held !== '') {
      yield { type: 'text-delta', text: held }
      held = ''
    }
  }
  if (state === 'unknown' && held !== '') yield { type: 'text-delta', text: held }
}
