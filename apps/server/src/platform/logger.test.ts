import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createLogger } from './logger.ts'

const SECRET = 'hunter2-hunter2'

/** What a logger writes, line by line. */
function createLog() {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'))
      done()
    },
  })
  return { lines, logger: createLogger({ level: 'trace', destination }) }
}

describe('the log', () => {
  it.each([
    ['a password', { password: SECRET }],
    ['a body', { body: { newPassword: SECRET, oldPassword: SECRET } }],
    ['a key of a connection', { provider: { settings: { apiKey: SECRET } } }],
    ['a deep one', { a: { b: { c: { d: { token: SECRET } } } } }],
    ['one in a list', { items: [{ accessToken: SECRET }, { refreshToken: SECRET }] }],
    ['headers', { req: { headers: { authorization: `Bearer ${SECRET}`, cookie: SECRET, 'x-api-key': SECRET } } }],
    ['headers in capitals', { headers: { Authorization: SECRET, 'Set-Cookie': SECRET } }],
    ['an answer', { res: { headers: { 'set-cookie': [SECRET] } } }],
    [
      'an error with what it was about',
      { err: Object.assign(new Error('refused'), { request: { headers: { authorization: SECRET } } }) },
    ],
    [
      'the cause of an error',
      { err: new Error('refused', { cause: Object.assign(new Error('inner'), { apiKey: SECRET }) }) },
    ],
  ])('never holds %s', (_name, fields) => {
    const { lines, logger } = createLog()
    logger.warn(fields, 'something happened')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('something happened')
    expect(lines[0]).not.toContain('hunter2')
  })

  it('holds no number of a payment card, wherever somebody wrote one', () => {
    const { lines, logger } = createLog()
    const card = '4111 1111 1111 1111'
    logger.warn(
      { text: card, deep: { list: [`карта ${card}`] }, err: new Error(`refused: ${card}`) },
      'something happened',
    )
    expect(lines[0]).not.toContain('4111 1111')
    expect(lines[0]?.match(/\[card …1111\]/g)?.length).toBeGreaterThanOrEqual(3)
  })

  it('keeps everything else, also of a child, and says that something was taken out', () => {
    const { lines, logger } = createLog()
    logger
      .child({ requestId: 'r1', token: SECRET })
      .info({ route: '/admin', count: 3, list: [1, 'два'], password: SECRET }, 'served')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      requestId: 'r1',
      route: '/admin',
      count: 3,
      list: [1, 'два'],
      password: '[secret]',
      msg: 'served',
    })
    expect(lines[0]).not.toContain('hunter2')
  })

  it('holds the message and the place of an error', () => {
    const { lines, logger } = createLog()
    logger.error({ err: new TypeError('broken') }, 'failed')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      err: { type: 'TypeError', message: 'broken', stack: expect.stringContaining('logger.test') },
    })
  })

  it('is one line for whatever is in it', () => {
    const { lines, logger } = createLog()
    const circular: Record<string, unknown> = { text: 'a\nb\u2028c', nothing: undefined, bytes: new Uint8Array(3) }
    circular.self = circular
    logger.info(circular, 'line\nbreak')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.trim().split('\n')).toHaveLength(1)
  })

  it('is silent below its level', () => {
    const { lines } = createLog()
    createLogger({ level: 'silent' }).fatal('nothing')
    expect(lines).toEqual([])
  })
})
