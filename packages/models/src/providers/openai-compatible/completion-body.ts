import type { LanguageModelRequest } from '../../spec/language-model.ts'

/** What is sent to `/chat/completions`; what nobody wished for is left to the model. */
export function completionBody(
  modelId: string,
  request: LanguageModelRequest,
  { asksForUsage }: { asksForUsage: boolean },
): string {
  const { messages, maxOutputTokens, seed, endUser } = request
  return JSON.stringify({
    model: modelId,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    ...(asksForUsage && { stream_options: { include_usage: true } }),
    // OpenAI's reasoning models know the limit by another name and refuse to be told how to choose words. Source: OpenAI, reasoning guide.
    ...(isReasoningModel(modelId)
      ? { max_completion_tokens: maxOutputTokens }
      : { max_tokens: maxOutputTokens, ...choiceOfWords(request) }),
    seed,
    user: endUser,
  })
}

const isReasoningModel = (modelId: string) => /^(openai\/)?(gpt-5|o\d)/.test(modelId)

function choiceOfWords(request: LanguageModelRequest) {
  return {
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stopSequences,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
  }
}
