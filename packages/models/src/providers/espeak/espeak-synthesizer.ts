import { toEngineText } from './engine-text.ts'
import type { EspeakRequest } from './espeak-speech-model.ts'

/** What we use of the package, which brings no types. */
interface EspeakWorker {
  set_voice(name: string): number
  set_rate(wordsPerMinute: number): number
  synthesize(text: string, onChunk: (samples: Int16Array | null) => boolean): void
}

interface EspeakModule {
  eSpeakNGWorker: new () => EspeakWorker
}

/** eSpeak's own default, in words a minute. */
const NORMAL_RATE = 175
/** What it takes; beyond, it does nothing more. */
const [SLOWEST_RATE, FASTEST_RATE] = [80, 450]
const voices = { ru: 'ru', en: 'en-us' } as const

/**
 * Loads eSpeak NG into this process. It is synchronous and licensed under the GPL, so it is loaded in a process of its own only.
 * `onFrame` is called while the engine works; returning true stops it there.
 */
export async function loadEspeakSynthesizer(): Promise<
  (request: EspeakRequest, onFrame: (samples: Int16Array) => boolean) => void
> {
  // @ts-expect-error The package brings no types; EspeakModule above says what we use.
  const { default: load }: { default: () => Promise<EspeakModule> } = await import('@echogarden/espeak-ng-emscripten')
  const module = await load()
  const worker = new module.eSpeakNGWorker()
  return ({ text, language, speed }, onFrame) => {
    worker.set_voice(voices[language])
    worker.set_rate(rateOf(speed, language))
    // The engine reuses its memory: the samples are copied before they go anywhere.
    worker.synthesize(toEngineText(text), (samples) =>
      samples === null || samples.length === 0 ? false : onFrame(samples.slice()),
    )
  }
}

/**
 * Words a minute that make speech so many times as fast. In English the rate does what it says; Russian vowels give way less, so
 * that it takes more: the exponents fit the lengths of sentences measured from 80 to 450.
 */
function rateOf(speed: number, language: EspeakRequest['language']): number {
  const exponent = language === 'en' ? 1 : speed > 1 ? 1.33 : 1.18
  return Math.max(SLOWEST_RATE, Math.min(FASTEST_RATE, Math.round(NORMAL_RATE * speed ** exponent)))
}
