import { createRequire } from 'node:module'
import type { PcmFrame } from '@secretary/audio/pcm-frame'
import { encodeWav } from '@secretary/audio/wav/encode-wav'
import type { Language } from '@secretary/contracts/scalars'
import type { VoiceSettings } from '@secretary/contracts/voices.contract'
import { withSpeechCache } from '@secretary/models/adapters/with-speech-cache'
import { withTempo } from '@secretary/models/adapters/with-tempo'
import {
  createEspeakSpeechModel,
  espeakPace,
  espeakVoice,
} from '@secretary/models/providers/espeak/espeak-speech-model'
import { ProviderError } from '@secretary/models/spec/provider-error'
import type { SpeechModel, VoiceInfo } from '@secretary/models/spec/speech-model'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Config } from '#server/config/load-config.ts'
import { createSpeaker } from '#server/conversation/speech/create-speaker.ts'
import type { Speaker } from '#server/conversation/turn-deps.ts'
import type { SettingsService } from '#server/features/settings/settings.service.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { Clock } from '#server/platform/clock.ts'
import { createHealthRecord, type RecordedHealth } from '#server/platform/health-record.ts'
import { createSupervisedProcess } from '#server/platform/supervisor/supervised-process.ts'

/** About six minutes of speech at 22 kHz. */
const CACHE_BYTES = 16 * 1024 * 1024
const IDLE_STOP_MS = 5 * 60_000
/** eSpeak NG with its data takes about 110 MB. */
const MEMORY_CAP_MB = 400
const START_TIMEOUT_MS = 15_000

export interface VoiceState extends VoiceInfo {
  readonly isAvailable: boolean
  readonly problem: string | null
}

export interface VoicesService {
  list(): VoiceState[]
  settings(): VoiceSettings
  saveSettings(settings: VoiceSettings): Promise<VoiceSettings>
  /** What turns speak with, at a factor of the owner's pace; null where the voice is off or not installed. @default 1 */
  current(pace?: number): Speaker | null
  isAvailable(): boolean
  /** How the voice fared when it last spoke. */
  health(): RecordedHealth
  /** A sentence as a WAV file. @throws AppError `voice_unavailable` */
  sample(request: { text: string; language: Language; speed: number }, signal: AbortSignal): Promise<Uint8Array>
  close(): Promise<void>
}

export function createVoicesService({
  settings,
  logger,
  config,
  onHealthTurn,
  clock,
}: {
  settings: SettingsService
  logger: Logger
  config: Pick<Config, 'deploymentMode'>
  /** Called when the voice begins to fail, or works again. */
  onHealthTurn: () => void
  clock: Clock
}): VoicesService {
  const isHidden = config.deploymentMode === 'cloud'
  const isInstalled = !isHidden && canResolve('@echogarden/espeak-ng-emscripten')
  const engine = createSupervisedProcess({
    name: espeakVoice.title,
    entry: new URL('./espeak-engine.ts', import.meta.url),
    idleStopMs: IDLE_STOP_MS,
    memoryCapMb: MEMORY_CAP_MB,
    startTimeoutMs: START_TIMEOUT_MS,
    logger,
  })
  const cache = new LRUCache<string, readonly PcmFrame[]>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (frames) =>
      Math.max(
        1,
        frames.reduce((sum, { samples }) => sum + samples.byteLength, 0),
      ),
  })
  const record = createHealthRecord(clock, onHealthTurn)
  const espeak = createEspeakSpeechModel(engine)
  const watched: SpeechModel = {
    info: espeak.info,
    synthesize: (request, options) => record.watch(espeak.synthesize(request, options), options),
  }
  const model: SpeechModel = withSpeechCache(withTempo(watched, espeakPace), cache)

  return {
    list() {
      if (isHidden) return []
      const [problem] = isInstalled ? [null] : ['not-installed']
      return [{ ...espeakVoice, isAvailable: isInstalled, problem: problem ?? null }]
    },
    settings: () => settings.get('voice'),
    saveSettings: (value) => settings.put('voice', value),
    health: record.health,
    isAvailable: () => isInstalled && settings.get('voice').isEnabled,
    current(pace = 1) {
      const { isEnabled, speed } = settings.get('voice')
      return isInstalled && isEnabled ? createSpeaker(model, speed * pace) : null
    },
    async sample(request, signal) {
      if (!isInstalled) throw new AppError('voice_unavailable')
      const frames: PcmFrame[] = []
      try {
        for await (const frame of model.synthesize(request, { signal })) frames.push(frame)
      } catch (error) {
        throw ProviderError.isInstance(error) ? new AppError('voice_unavailable', { cause: error }) : error
      }
      return encodeWav(frames, model.info.sampleRateHz)
    },
    close: () => engine.close(),
  }
}

/** An optional package: the product works without it, and says so. */
function canResolve(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}
