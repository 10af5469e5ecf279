import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readEnvelope, rewriteBody } from './completion-envelope.ts'

const members = fc.dictionary(
  fc.string().filter((name) => !['model', 'stream', 'stream_options', '__proto__'].includes(name)),
  // As it is once it has been written: JSON has no -0.
  fc.json().map((text) => JSON.parse(text) as unknown),
)
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const body = fc.record({ before: members, after: members, incoming: text, outgoing: text })

function write({ before, after, incoming }: { before: object; after: object; incoming: string }): string {
  const inner = (part: object) => JSON.stringify(part).slice(1, -1)
  const model = `"model" : ${JSON.stringify(incoming)}`
  return ` { ${[inner(before), model, inner(after)].filter((part) => part !== '').join(' ,')}} `
}

const rewritten = (from: string, changes: Parameters<typeof rewriteBody>[1]) =>
  rewriteBody(readEnvelope(Buffer.from(from)), changes).toString('utf8')

it('changes the name of the model, however long it was, and no other byte', () => {
  fc.assert(
    fc.property(body, ({ outgoing, ...parts }) => {
      const expected = write({ ...parts, incoming: outgoing })
      expect(rewritten(write(parts), { model: outgoing, addsUsage: false })).toBe(expected)
    }),
  )
})

it('asks for usage beside what the client wants of the stream', () => {
  fc.assert(
    fc.property(body, fc.option(members), ({ outgoing, ...parts }, options) => {
      const after = { ...parts.after, ...(options && { stream_options: options }) }
      const asked = rewritten(write({ ...parts, after }), { model: outgoing, addsUsage: true })
      const { model, stream_options, ...rest } = JSON.parse(asked)
      expect({ model, stream_options }).toEqual({
        model: outgoing,
        stream_options: { ...options, include_usage: true },
      })
      expect(rest).toEqual(JSON.parse(JSON.stringify({ ...parts.before, ...parts.after })))
    }),
  )
})
