import { invalidRequest } from '#server/platform/api-error.ts'

const never = () => false
const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0
const isTextOnly = (value: unknown) => Array.isArray(value) && value.length === 1 && value[0] === 'text'
const isTextFormat = (value: unknown) =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'text'
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value)

/**
 * What OpenAI defines for a chat completion and a turn of ours can't do, with the values that ask for nothing and so may stand there.
 * Source: OpenAI's API reference, "Create chat completion".
 */
const neutralValues: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['audio', never],
  ['function_call', isOneOf('none', 'auto')],
  ['functions', isEmpty],
  ['logit_bias', isEmpty],
  ['logprobs', isOneOf(false)],
  ['modalities', isTextOnly],
  ['moderation', never],
  ['n', isOneOf(1)],
  ['parallel_tool_calls', isOneOf(true, false)],
  ['prediction', never],
  ['prompt_cache_key', never],
  ['prompt_cache_options', never],
  ['prompt_cache_retention', never],
  ['reasoning_effort', never],
  ['response_format', isTextFormat],
  ['service_tier', isOneOf('auto', 'default')],
  ['store', isOneOf(false)],
  ['tool_choice', isOneOf('none', 'auto')],
  ['tools', isEmpty],
  ['top_logprobs', isOneOf(0)],
  ['verbosity', isOneOf('medium')],
  ['web_search_options', never],
])

/** @throws ApiError 400 that names the field */
export function refuseUnsupported(body: object): void {
  for (const [name, value] of Object.entries(body)) {
    const isNeutral = neutralValues.get(name)
    if (isNeutral && value !== null && !isNeutral(value)) throw unsupported(name)
  }
  const options = 'stream_options' in body ? body.stream_options : null
  if (
    typeof options === 'object' &&
    options !== null &&
    'include_obfuscation' in options &&
    options.include_obfuscation === true
  )
    throw unsupported('stream_options.include_obfuscation')
}

function unsupported(name: string): Error {
  return invalidRequest(`\`${name}\` is not supported by this model with this value.`, name, 'unsupported_parameter')
}
