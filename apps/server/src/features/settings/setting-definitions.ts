import { BusinessProfile, WorkingHours } from '@secretary/contracts/business.contract'
import { FaqSettings } from '@secretary/contracts/faq.contract'
import type { ConfigTopic } from '@secretary/contracts/realtime/live.messages'
import { SetupStep } from '@secretary/contracts/setup.contract'
import { VoiceSettings } from '@secretary/contracts/voices.contract'
import * as z from 'zod'
import { DEFAULT_HIT_THRESHOLD, DEFAULT_NEAR_THRESHOLD } from '#server/features/faq/matching/thresholds.ts'

interface SettingDefinition {
  readonly schema: z.ZodType
  readonly topic: ConfigTopic
  readonly fallback: unknown
}

/** Everything an owner can set that is one value, not a list of rows. The only place a setting is added. */
export const settingDefinitions = {
  'business.profile': {
    schema: BusinessProfile,
    topic: 'business',
    fallback: { name: '', description: '', address: '', phone: '', timeZone: 'Europe/Moscow', language: 'ru' },
  },
  'business.hours': {
    schema: WorkingHours,
    topic: 'business',
    fallback: { weekly: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }, exceptions: [] },
  },
  'faq.thresholds': {
    schema: FaqSettings,
    topic: 'faq',
    fallback: { hitThreshold: DEFAULT_HIT_THRESHOLD, nearThreshold: DEFAULT_NEAR_THRESHOLD },
  },
  voice: { schema: VoiceSettings, topic: 'voices', fallback: { isEnabled: true, speed: 1 } },
  'setup.progress': {
    schema: z.object({ currentStep: SetupStep, skippedSteps: z.array(SetupStep) }),
    topic: 'settings',
    fallback: { currentStep: 'account', skippedSteps: [] },
  },
} as const satisfies Record<string, SettingDefinition>

export type SettingKey = keyof typeof settingDefinitions
export type SettingValue<K extends SettingKey> = z.output<(typeof settingDefinitions)[K]['schema']>
