import { startFakeOpenAiServer } from '@secretary/models/testing/fake-openai-server'

/** A model that speaks for six seconds, in a process of its own. */
const vendor = await startFakeOpenAiServer()
vendor.answerWith({ deltas: Array<string>(60).fill('слово '), delayMs: 100 })
process.send?.(vendor.baseUrl)
