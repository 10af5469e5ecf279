/** Addresses that many people would otherwise have to look up; a null title is "another one". */
export const presets: readonly { readonly id: string; readonly title: string | null; readonly baseUrl: string }[] = [
  { id: 'ollama', title: 'Ollama', baseUrl: 'http://localhost:11434/v1' },
  { id: 'vllm', title: 'vLLM', baseUrl: 'http://localhost:8000/v1' },
  { id: 'openai', title: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
  { id: 'openrouter', title: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1' },
  { id: 'deepseek', title: 'DeepSeek', baseUrl: 'https://api.deepseek.com/v1' },
  { id: 'other', title: null, baseUrl: '' },
]
