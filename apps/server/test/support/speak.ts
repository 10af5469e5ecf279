import { expect } from 'vitest'
import type { TestApp } from './app.ts'
import { createKey, withKey } from './key-probes.ts'

export interface SpeakingProgram {
  /** A call of `/v1/audio/speech` with these fields over the usual ones. */
  speak(fields?: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<Response>
  /** The same, of which a file is expected. */
  file(fields?: Record<string, unknown>): Promise<Uint8Array<ArrayBuffer>>
  /** The same as bare samples at 24 kHz. */
  pcm(fields?: Record<string, unknown>): Promise<Int16Array>
}

export const SENTENCE = 'Здравствуйте! Мы работаем каждый день с девяти до шести.'

/** A program with a key of its own. */
export async function createSpeakingProgram(app: TestApp): Promise<SpeakingProgram> {
  const { key } = await createKey(app)
  const speak: SpeakingProgram['speak'] = (fields = {}, { signal } = {}) =>
    app.call('POST', '/v1/audio/speech', {
      headers: withKey(key),
      body: { model: 'tts-1', input: SENTENCE, voice: 'alloy', ...fields },
      ...(signal && { signal }),
    })
  const file: SpeakingProgram['file'] = async (fields) => {
    const response = await speak(fields)
    expect(response.status).toBe(200)
    return new Uint8Array(await response.arrayBuffer())
  }
  return {
    speak,
    file,
    pcm: async (fields) => new Int16Array((await file({ ...fields, response_format: 'pcm' })).buffer),
  }
}
