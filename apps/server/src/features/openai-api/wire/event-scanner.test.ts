import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventScanner } from './event-scanner.ts'

const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 }
const chunk = (content: string, extra: object = {}) => ({
  id: 'x',
  choices: [{ index: 0, delta: { content } }],
  ...extra,
})
const finish = { id: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const usageOnly = { id: 'x', choices: [], usage }
const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`

/** The stream in pieces of these sizes, in turns. */
function scan(text: string, sizes: readonly number[] = [1_000_000], dropsUsageEvents = false) {
  const scanner = new EventScanner({ dropsUsageEvents })
  const bytes = Buffer.from(text)
  const passed: Buffer[] = []
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    passed.push(Buffer.from(scanner.push(bytes.subarray(start, start + size))))
    start += size
  }
  return { scanner, passed: Buffer.concat(passed).toString('utf8') }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })

describe('a stream', () => {
  it('passes byte by byte as it came, however it was cut', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 })
    fc.assert(
      fc.property(texts, sizes, fc.constantFrom('\n', '\r\n'), (contents, pieces, lineEnd) => {
        const events = [': a comment\n\n', ...contents.map((content) => event(chunk(content))), event(finish)]
        const text = [...events, event(usageOnly), event('[DONE]')].join('').replaceAll('\n', lineEnd)
        const { scanner, passed } = scan(text, pieces)
        expect(passed).toBe(text)
        expect([scanner.isDone, scanner.usage, scanner.failure]).toEqual([
          true,
          { inputTokens: 7, outputTokens: 3 },
          null,
        ])
      }),
    )
  })

  it('loses the event of usage that the client did not ask for, and nothing else', () => {
    fc.assert(
      fc.property(sizes, (pieces) => {
        const before = event(chunk('"usage":{"a":1}', { usage: null })) + event(finish)
        const { scanner, passed } = scan(before + event(usageOnly) + event('[DONE]'), pieces, true)
        expect(passed).toBe(before + event('[DONE]'))
        expect(scanner.usage).toEqual({ inputTokens: 7, outputTokens: 3 })
      }),
    )
  })

  it.each([{ usage }, { choices: null, usage }])('loses it too where it names no choices at all: %j', (last) => {
    const before = event(chunk('a')) + event(finish)
    const { scanner, passed } = scan(before + event(last) + event('[DONE]'), [9], true)
    expect([passed, scanner.usage]).toEqual([before + event('[DONE]'), { inputTokens: 7, outputTokens: 3 }])
  })

  it('keeps an event with usage beside a choice, wherever a vendor puts it', () => {
    const inChoice = { choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] }
    for (const last of [{ ...finish, usage }, inChoice, { ...finish, x_groq: { usage } }]) {
      const text = event(chunk('a')) + event(last)
      const { scanner, passed } = scan(text, [17], true)
      expect([passed, scanner.usage, scanner.hasFinished()]).toEqual([text, { inputTokens: 7, outputTokens: 3 }, true])
    }
  })

  it('takes the counts that are missing or null for nothing', () => {
    const { scanner } = scan(event({ choices: [], usage: { prompt_tokens: 5, completion_tokens: null } }))
    expect(scanner.usage).toEqual({ inputTokens: 5, outputTokens: 0 })
  })

  it('holds back what is not whole yet, so that nothing can be put into the middle of an event', () => {
    const { passed } = scan(`${event(chunk('a'))}data: {"choices":[`)
    expect(passed).toBe(event(chunk('a')))
  })

  it('knows whether the answer was whole when nobody says so', () => {
    expect(scan(event(chunk('a'))).scanner.hasFinished()).toBe(false)
    expect(scan(event(chunk('a', { usage: null }))).scanner.hasFinished()).toBe(false)
    expect(scan(event(finish)).scanner.hasFinished()).toBe(true)
    expect(scan(event(finish) + event(usageOnly), [9], true).scanner.hasFinished()).toBe(true)
    expect(scan(event('{"choices": [{"finish_reason": "stop", "delta": {}}]}')).scanner.hasFinished()).toBe(true)
    expect(scan(event({ choices: [{ finish_reason: null, delta: {} }] })).scanner.hasFinished()).toBe(false)
  })

  it('looks at nothing behind its end', () => {
    const { scanner, passed } = scan(`${event('[DONE]')}rubbish\n\n`)
    expect([passed, scanner.failure]).toEqual([event('[DONE]'), null])
  })

  it('may name events, ids and times to wait', () => {
    const text = `event: message\nid: 4\nretry: 10\ndata: ${JSON.stringify(chunk('a'))}\n\n`
    expect(scan(text, [3]).passed).toBe(text)
    expect(scan('data: {"choices":\ndata: []}\n\n', [5]).passed).toBe('data: {"choices":\ndata: []}\n\n')
  })
})

describe('a stream in an unusual hand', () => {
  const whole = event(chunk('a')) + event(finish) + event('[DONE]')
  const pretty = (data: unknown) =>
    `${JSON.stringify(data, null, '\t').replace(/^/gm, 'data: ').replaceAll('\n', '\r\n')}\r\n\r\n`
  it.each([
    ['two spaces', whole.replaceAll('data: ', 'data:  ')],
    ['tabs', whole.replaceAll('data: ', 'data:\t')],
    ['spaces behind', whole.replaceAll('\n\n', ' \t\n\n')],
    ['one line for each value', pretty(chunk('a')) + pretty(finish) + event('[DONE]')],
    ['fields that nobody knows', `x-trace: 1\n${whole}`],
    ['an error that is none', whole.replaceAll('{"id"', '{ "error" : null, "id"')],
  ])('passes byte by byte: %s', (_, text) => {
    fc.assert(
      fc.property(sizes, (pieces) => {
        const { scanner, passed } = scan(text, pieces)
        expect([passed, scanner.failure, scanner.isDone, scanner.eventCount]).toEqual([text, null, true, 2])
      }),
    )
  })

  it('may end its lines with carriage returns alone, in whose place clients get line feeds', () => {
    fc.assert(
      fc.property(sizes, (pieces) => {
        const text = `: a comment\n\n${whole}`
        const { scanner, passed } = scan(text.replaceAll('\n', '\r'), pieces)
        expect([passed, scanner.failure, scanner.isDone, scanner.eventCount]).toEqual([text, null, true, 2])
      }),
    )
  })

  it('may begin with a byte order mark, which no client is troubled with', () => {
    fc.assert(
      fc.property(sizes, (pieces) => {
        expect(scan(`\ufeff${whole}`, pieces)).toMatchObject({
          passed: whole,
          scanner: { failure: null, isDone: true },
        })
      }),
    )
    expect(scan(`${event(chunk('a'))}\ufeff${whole}`).scanner.failure).toEqual({ kind: 'rubbish' })
  })
})

describe('what is no completion', () => {
  it.each([
    '<html>busy</html>\n\n',
    'data: garbage\n\n',
    'data: {"choices":[{"delta"\n\n',
    'data: {oops}\n\n',
    'data: []\n\n',
    'data: {"usage":{x}}\n\n',
    'hello\ndata: {}\n\n',
  ])('is kept from the client: %s', (text) => {
    fc.assert(
      fc.property(sizes, (pieces) => {
        const { scanner, passed } = scan(event(chunk('a')) + text + event(chunk('b')), pieces)
        expect([passed, scanner.failure]).toEqual([event(chunk('a')), { kind: 'rubbish' }])
      }),
    )
  })

  it('is told from an error that the vendor reports', () => {
    const error = { error: { message: 'overloaded' } }
    const { scanner, passed } = scan(event(chunk('a')) + event(error))
    expect(passed).toBe(event(chunk('a')))
    expect(scanner.failure).toMatchObject({ kind: 'error' })
  })

  it('fills no memory', () => {
    const scanner = new EventScanner({ dropsUsageEvents: false })
    for (let megabyte = 0; megabyte < 6 && scanner.failure === null; megabyte++)
      scanner.push(Buffer.alloc(1_048_576, 'a'))
    expect(scanner.failure).toEqual({ kind: 'rubbish' })
  })

  it('never makes it fail', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (pieces) => {
        const scanner = new EventScanner({ dropsUsageEvents: true })
        for (const piece of pieces) scanner.push(Buffer.from(piece))
      }),
    )
  })
})
