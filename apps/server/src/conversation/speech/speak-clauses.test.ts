import type { SpeechModel, SpeechRequest } from '@secretary/models/spec/speech-model'
import { describe, expect, it } from 'vitest'
import type { Clause } from '#server/conversation/clauses/split-clauses.ts'
import { type SpokenPart, speakClauses } from './speak-clauses.ts'

const RATE_HZ = 8_000

/** Says 100 ms a letter in one frame; remembers what it was asked. */
function createVoice(failOn: string | null = null) {
  const asked: SpeechRequest[] = []
  const model: SpeechModel = {
    info: { engineId: 'e', voiceId: 'v', title: 'V', languages: ['ru', 'en'], sampleRateHz: RATE_HZ },
    async *synthesize(request) {
      asked.push(request)
      if (request.text === failOn) throw new Error('broken')
      yield { samples: new Int16Array(request.text.length * 800).fill(7), sampleRateHz: RATE_HZ, channels: 1 }
    },
  }
  return { asked, model }
}

async function* clausesOf(...texts: string[]): AsyncGenerator<Clause> {
  for (const [index, text] of texts.entries()) yield { index, text }
}

async function speak(model: SpeechModel, ...texts: string[]): Promise<SpokenPart[]> {
  const parts: SpokenPart[] = []
  const { signal } = new AbortController()
  for await (const part of speakClauses(clausesOf(...texts), { model, language: 'ru', speed: 1.5, signal }))
    parts.push(part)
  return parts
}
const ofType = <T extends SpokenPart['type']>(parts: SpokenPart[], type: T) =>
  parts.filter((part): part is Extract<SpokenPart, { type: T }> => part.type === type)

describe('spoken clauses', () => {
  it('begin, sound and end in their order, in frames of at most 200 ms, with a sum at the end', async () => {
    const parts = await speak(createVoice().model, 'Привет! ', 'Пока')
    expect(parts.filter(({ type }) => type !== 'speech-frame')).toEqual([
      { type: 'speech-start', clauseIndex: 0, text: 'Привет!', sampleRateHz: RATE_HZ },
      { type: 'speech-end', clauseIndex: 0, durationMs: 700 },
      { type: 'spoken', characters: 7, audioMs: 700 },
      { type: 'speech-start', clauseIndex: 1, text: 'Пока', sampleRateHz: RATE_HZ },
      { type: 'speech-end', clauseIndex: 1, durationMs: 400 },
      { type: 'spoken', characters: 4, audioMs: 400 },
    ])
    const frames = ofType(parts, 'speech-frame')
    expect(frames.every(({ samples }) => samples.length <= RATE_HZ / 5)).toBe(true)
    expect(frames.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(11 * 800)
  })

  it('are each in the language of their own letters, the others in that of the conversation', async () => {
    const { model, asked } = createVoice()
    await speak(model, 'Привет. ', 'Good morning. ', '125')
    expect(asked.map(({ language, speed }) => [language, speed])).toEqual([
      ['ru', 1.5],
      ['en', 1.5],
      ['ru', 1.5],
    ])
  })

  it('leave out what is only for the eye, and cost nothing for it', async () => {
    const { model, asked } = createVoice()
    const parts = await speak(
      model,
      '**Цены**\n',
      '---\n',
      '| а | б |\n',
      '```\ncode()\n```\n',
      '🙂🙂 \n',
      '[Сайт](https://e.example/x)',
    )
    expect(asked.map(({ text }) => text)).toEqual(['Цены', 'Сайт'])
    expect(parts.filter(({ type }) => type === 'spoken')).toMatchObject([{ characters: 4 }, { characters: 4 }])
    expect(await speak(model, '🙂', '   \n')).toEqual([])
  })

  it('that fail are told and left out, the others are heard', async () => {
    const parts = await speak(createVoice('Два').model, 'Раз\n', 'Два\n', 'Три')
    expect(ofType(parts, 'speech-failed')).toEqual([expect.objectContaining({ clauseIndex: 1 })])
    expect(ofType(parts, 'speech-start').map(({ text }) => text)).toEqual(['Раз', 'Три'])
  })

  it('stop at the abort with its reason', async () => {
    const controller = new AbortController()
    const { model } = createVoice()
    const heard: SpokenPart[] = []
    const speaking = (async () => {
      const { signal } = controller
      for await (const part of speakClauses(clausesOf('Очень длинный текст', 'Ещё'), {
        model,
        language: 'ru',
        speed: 1,
        signal,
      })) {
        heard.push(part)
        if (part.type === 'speech-frame') controller.abort(new Error('enough'))
      }
    })()
    await expect(speaking).rejects.toThrow('enough')
    expect(ofType(heard, 'speech-frame')).toHaveLength(1)
  })
})
