const greetings: ReadonlySet<string> = new Set([
  'привет', 'приветствую', 'здравствуйте', 'здравствуй', 'добрый день', 'доброе утро', 'добрый вечер', 'доброго дня', 'алло', 'здрасьте', 'салют',
  'hi', 'hello', 'hey', 'good morning', 'good afternoon', 'good evening', 'hi there', 'hello there',
]) // biome-ignore format: a list reads better in rows

/** True when a message says hello and nothing else. */
export function isGreeting(text: string): boolean {
  return greetings.has(
    text
      .slice(0, 100)
      .toLowerCase()
      .replace(/[^\p{L}]+/gu, ' ')
      .trim(),
  )
}
