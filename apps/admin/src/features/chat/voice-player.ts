import { shallowRef } from 'vue'

/** A little sound in hand before the first is heard: the network does not deliver by the clock. */
const LEAD_SECONDS = 0.05
const SILENCE_SECONDS_AFTER = 0.1

/** Plays pieces of speech one after another. Browsers let a page make sound only after a press, so `unlock` belongs to one. */
export function createVoicePlayer() {
  /** 0 to 1, about as loud as it sounds right now. */
  const level = shallowRef(0)
  const isPlaying = shallowRef(false)
  /** The browser keeps quiet until the person presses something. */
  const isBlocked = shallowRef(false)
  let context: AudioContext | null = null
  let analyser: AnalyserNode | null = null
  let endsAt = 0
  let sources: AudioBufferSourceNode[] = []
  let frame = 0

  async function unlock(): Promise<void> {
    context ??= new AudioContext()
    if (!analyser) {
      analyser = context.createAnalyser()
      analyser.fftSize = 256
      analyser.connect(context.destination)
    }
    await context.resume().catch(() => undefined) // Refused: then it is blocked, which is what we look at.
    isBlocked.value = context.state !== 'running'
  }

  function play(audio: string, sampleRateHz: number): void {
    if (!context || !analyser) {
      isBlocked.value = true
      return
    }
    isBlocked.value = context.state !== 'running'
    const samples = decodePcm(audio)
    const buffer = context.createBuffer(1, samples.length, sampleRateHz)
    buffer.copyToChannel(samples, 0)
    const source = new AudioBufferSourceNode(context, { buffer })
    source.connect(analyser)
    const startsAt = Math.max(endsAt, context.currentTime + LEAD_SECONDS)
    source.start(startsAt)
    endsAt = startsAt + buffer.duration
    sources.push(source)
    source.addEventListener('ended', () => {
      sources = sources.filter((other) => other !== source)
    })
    if (!isPlaying.value) {
      isPlaying.value = true
      measure()
    }
  }

  function measure(): void {
    if (!context || !analyser) return
    const values = new Uint8Array(analyser.fftSize)
    analyser.getByteTimeDomainData(values)
    level.value = Math.min(1, Math.max(...values.map((value) => Math.abs(value - 128))) / 96)
    if (context.currentTime > endsAt + SILENCE_SECONDS_AFTER) stop()
    else frame = requestAnimationFrame(measure)
  }

  /** Silence, at once. */
  function stop(): void {
    for (const source of sources) source.stop()
    sources = []
    endsAt = 0
    level.value = 0
    isPlaying.value = false
    cancelAnimationFrame(frame)
  }

  async function close(): Promise<void> {
    stop()
    await context?.close()
    context = null
  }

  return { level, isPlaying, isBlocked, unlock, play, stop, close }
}

/** 16-bit little-endian PCM in base64 as numbers from -1 to 1. */
export function decodePcm(base64: string): Float32Array<ArrayBuffer> {
  const binary = atob(base64)
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  const samples = new Float32Array(bytes.length >> 1)
  for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(index * 2, true) / 32768
  return samples
}
