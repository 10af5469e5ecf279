import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

describe('a request that is refused before it is one', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp()
  })
  afterAll(() => app.close())

  /** As written on the wire: a client of ours would mend the address first. */
  function send(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.setEncoding('utf8')
      socket.on('data', (piece: string) => {
        answer += piece
        if (/\r\n\r\n\{.*\}$/s.test(answer)) socket.end()
      })
      socket.once('close', () => resolve(answer))
      socket.once('error', reject)
    })
  }

  it.each([
    ['a broken escape', 'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'validation_failed'],
    ['a broken character', 'GET /admin/faq/entries/%c0%af HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'validation_failed'],
    ['a path out of the panel', 'GET /panel/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', 404, 'not_found'],
    ['a very long id', `GET /admin/faq/entries/${'a'.repeat(500)} HTTP/1.1\r\nHost: x\r\n\r\n`, 404, 'not_found'],
    ['no HTTP at all', 'HELLO\r\n\r\n', 400, 'validation_failed'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'payload_too_large'],
  ])('%s is a problem document', async (_name, text, status, code) => {
    const answer = await send(text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toMatch(/content-type: application\/problem\+json/i)
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, code })
  })

  it('the client that sends megabytes reads why they are refused', async () => {
    const admin = await app.logIn('admin')
    const body = JSON.stringify({ question: 'a', answer: 'x'.repeat(8_000_000) })
    for (let attempt = 0; attempt < 5; attempt++) {
      const response = await app.call('POST', '/admin/faq/entries', { as: admin, body })
      expect([response.status, (await response.json()) as unknown]).toEqual([
        413,
        expect.objectContaining({ code: 'payload_too_large' }),
      ])
    }
  })

  it('files that are none of the panel are not served', async () => {
    const answer = await (await app.call('GET', '/panel/.sources-hash')).text()
    expect(answer).not.toMatch(/^[0-9a-f]{64}$/)
  })
})
