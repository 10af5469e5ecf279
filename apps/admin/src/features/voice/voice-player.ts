import { shallowRef } from 'vue'
import { decodePcm } from './decode-pcm.ts'

export interface SpeechClause {
  readonly index: number
  readonly text: string
}

interface HeardClause extends SpeechClause {
  /** On the clock of the audio context, in seconds. */
  startsAt: number | null
}

/** A little sound in hand before the first is heard: the network does not deliver by the clock. */
const LEAD_SECONDS = 0.05
const SILENCE_SECONDS_AFTER = 0.1
/** A browser that lets sound through needs a moment to start; after it, it is waiting for a press. */
const BLOCKED_AFTER_MS = 400

/** One for the whole page: browsers allow few, and the press that unlocked it counts for every conversation. */
let context: AudioContext | null = null

function openContext(): AudioContext {
  context ??= new AudioContext()
  return context
}

export type VoicePlayer = ReturnType<typeof createVoicePlayer>

/** Plays pieces of speech one after another, and knows which clause is heard right now. */
export function createVoicePlayer() {
  /** 0 to 1, about as loud as it sounds right now. */
  const level = shallowRef(0)
  const isPlaying = shallowRef(false)
  /** The browser keeps quiet until the person presses something; what came meanwhile waits. */
  const isBlocked = shallowRef(false)
  /** The words that are heard right now. */
  const spoken = shallowRef('')
  let analyser: AnalyserNode | null = null
  let endsAt = 0
  let queuedAtMs = 0
  let sources: AudioBufferSourceNode[] = []
  let clauses: HeardClause[] = []
  let frame = 0

  /** Belongs to a press: that is what lets the browser make sound. Never waits, for a refusal may stay unanswered. */
  function unlock(): void {
    void openContext()
      .resume()
      .catch(() => undefined) // Refused: then it stays blocked, which is what `measure` looks at.
  }

  function announce(clause: SpeechClause): void {
    clauses.push({ ...clause, startsAt: null })
  }

  function play(clauseIndex: number, audio: string, sampleRateHz: number): void {
    const output = openContext()
    analyser ??= connectAnalyser(output)
    const samples = decodePcm(audio)
    if (samples.length === 0) return
    const buffer = output.createBuffer(1, samples.length, sampleRateHz)
    buffer.copyToChannel(samples, 0)
    const source = new AudioBufferSourceNode(output, { buffer })
    source.connect(analyser)
    const startsAt = Math.max(endsAt, output.currentTime + LEAD_SECONDS)
    source.start(startsAt)
    endsAt = startsAt + buffer.duration
    const clause = clauses.find(({ index }) => index === clauseIndex)
    if (clause) clause.startsAt ??= startsAt
    sources.push(source)
    source.addEventListener('ended', () => {
      sources = sources.filter((other) => other !== source)
    })
    if (isPlaying.value) return
    isPlaying.value = true
    queuedAtMs = performance.now()
    measure(output, analyser)
  }

  function measure(output: AudioContext, meter: AnalyserNode): void {
    const values = new Uint8Array(meter.fftSize)
    meter.getByteTimeDomainData(values)
    const loudest = values.reduce((most, value) => Math.max(most, Math.abs(value - 128)), 0)
    level.value = Math.min(1, loudest / 96)
    isBlocked.value = output.state !== 'running' && performance.now() - queuedAtMs > BLOCKED_AFTER_MS
    const now = output.currentTime
    spoken.value = clauses.findLast(({ startsAt }) => startsAt !== null && startsAt <= now)?.text ?? spoken.value
    if (now > endsAt + SILENCE_SECONDS_AFTER) stop()
    else frame = requestAnimationFrame(() => measure(output, meter))
  }

  /** Silence, at once. */
  function stop(): void {
    for (const source of sources) source.stop()
    sources = []
    clauses = []
    endsAt = 0
    level.value = 0
    spoken.value = ''
    isPlaying.value = false
    isBlocked.value = false
    cancelAnimationFrame(frame)
  }

  function close(): void {
    stop()
    analyser?.disconnect()
    analyser = null
  }

  return { level, isPlaying, isBlocked, spoken, unlock, announce, play, stop, close }
}

function connectAnalyser(output: AudioContext): AnalyserNode {
  const analyser = output.createAnalyser()
  analyser.fftSize = 256
  analyser.connect(output.destination)
  return analyser
}
