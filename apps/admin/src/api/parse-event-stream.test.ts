import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEventStream, type ServerSentEvent } from './parse-event-stream.ts'

async function* inPieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  let start = 0
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(start, end)
    start = end
  }
}

async function parse(text: string, cuts: readonly number[] = []): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = []
  for await (const event of parseEventStream(inPieces(new TextEncoder().encode(text), cuts))) events.push(event)
  return events
}

describe('parseEventStream', () => {
  it('reads ids, types and data of several lines', async () => {
    expect(await parse('id: 7\nevent: turn\ndata: one\ndata:two\n\n')).toEqual([
      { id: '7', type: 'turn', data: 'one\ntwo' },
    ])
  })

  it('keeps the id for later events and skips comments and unknown fields', async () => {
    expect(await parse('id: 1\ndata: a\n\n: still here\n\nretry: 5\ndata: b\n\n')).toEqual([
      { id: '1', type: 'message', data: 'a' },
      { id: '1', type: 'message', data: 'b' },
    ])
  })

  it('drops an event that was cut off', async () => {
    expect(await parse('data: whole\n\ndata: half\n')).toEqual([{ id: '', type: 'message', data: 'whole' }])
  })

  it('ignores a byte order mark and an id with a null character', async () => {
    expect(await parse('\uFEFFid: a\u0000b\ndata\n\n')).toEqual([{ id: '', type: 'message', data: '' }])
  })

  it('gives the same events whatever the line ends and wherever the bytes are cut', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, ''))
    const event = fc.record({
      id: line.map((text) => text.replaceAll('\u0000', '')),
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    })
    const stream = fc.record({
      events: fc.array(event, { maxLength: 5 }),
      lineEnd: fc.constantFrom('\n', '\r', '\r\n'),
      cuts: fc.array(fc.nat(), { maxLength: 12 }),
    })
    await fc.assert(
      fc.asyncProperty(stream, async ({ events, lineEnd, cuts }) => {
        const text = events
          .map(({ id, lines }) => [`id: ${id}`, ...lines.map((data) => `data: ${data}`), '', ''].join(lineEnd))
          .join('')
        const expected = events.map(({ id, lines }) => ({ id, type: 'message', data: lines.join('\n') }))
        expect(await parse(text, cuts)).toEqual(expected)
      }),
    )
  })

  it('never throws on bytes of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        for await (const event of parseEventStream(inPieces(bytes, [3, 50]))) expect(typeof event.data).toBe('string')
      }),
    )
  })
})
