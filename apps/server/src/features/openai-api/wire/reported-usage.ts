/** Tokens as a vendor reported them. */
export interface ReportedUsage {
  readonly inputTokens: number
  readonly outputTokens: number
}

/** Usage in a completion or in an event of one. Moonshot puts it into the choice, Groq under a name of its own. */
export function usageIn(body: unknown): ReportedUsage | null {
  const own =
    read(body, 'usage') ?? read(read(read(body, 'choices'), '0'), 'usage') ?? read(read(body, 'x_groq'), 'usage')
  const [input, output] = [read(own, 'prompt_tokens'), read(own, 'completion_tokens')]
  if (!isCount(input) && !isCount(output)) return null
  return { inputTokens: isCount(input) ? input : 0, outputTokens: isCount(output) ? output : 0 }
}

function read(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined // Any object may be asked for a property.
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
