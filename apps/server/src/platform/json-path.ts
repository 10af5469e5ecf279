/** `services[2].name` */
export function jsonPath(prefix: string, path: readonly PropertyKey[]): string {
  let text = prefix
  for (const part of path)
    text += typeof part === 'number' ? `[${part}]` : text === '' ? String(part) : `.${String(part)}`
  return text
}
