import { maskCardNumbers } from './mask-digits.ts'

const secretName =
  /^(?:.*password|.*secret|.*token|api-?_?key|x-api-key|authorization|proxy-authorization|cookie|set-cookie)$/i
const MAX_DEPTH = 8

/** The fields of a log line without what opens something or pays, however deep it stands, in errors and their causes too. */
export function redactLog(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      secretName.test(name) ? '[secret]' : redactValue(value, depth + 1),
    ]),
  )
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskCardNumbers(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '…'
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  if (value instanceof Error) return describeError(value, depth)
  // What has a class of its own (a request, a reply) has a serializer of its own.
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? redactLog({ ...value }, depth) : value
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const { name: _, message: __, stack: ___, cause, ...fields } = error as Error & Record<string, unknown> // Whatever was put on it.
  const described = {
    type: error.constructor.name,
    message: maskCardNumbers(error.message),
    stack: error.stack && maskCardNumbers(error.stack),
    ...redactLog(fields, depth),
    ...(cause !== undefined && { cause: redactValue(cause, depth + 1) }),
  }
  // Pino takes what has a message for an error and names it after its constructor.
  return Object.defineProperty(described, 'constructor', { value: error.constructor, enumerable: false })
}
