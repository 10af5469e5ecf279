import {
  createOpenAiCompatibleModel,
  type OpenAiCompatibleOptions,
} from './providers/openai-compatible/openai-compatible-language-model.ts'
import type { LanguageModel } from './spec/language-model.ts'

/** Every kind of connection there is. A kind without an entry here does not compile. */
export const languageModelFactories = {
  custom: createOpenAiCompatibleModel,
} satisfies Record<string, (options: OpenAiCompatibleOptions) => LanguageModel>

export type LanguageModelType = keyof typeof languageModelFactories
