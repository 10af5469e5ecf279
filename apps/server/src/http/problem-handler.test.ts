import fastify from 'fastify'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createProblemHandler } from './problem-handler.ts'

async function loggedOf(error: Error, hasLeft: boolean): Promise<string[]> {
  const logged: string[] = []
  const loggerInstance = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) })
  const app = fastify({ loggerInstance })
  app.setErrorHandler(createProblemHandler({ isStorageFull: () => false }))
  app.get('/', (_request, reply) => {
    if (hasLeft) reply.raw.destroy()
    throw error
  })
  await app.inject('/').catch(() => {}) // Whoever has left hears nothing.
  return logged
}

it('logs what is a bug, and not that somebody has left', async () => {
  const leaving = new DOMException('The client has left', 'AbortError')
  expect(await loggedOf(leaving, true)).toEqual([])
  expect(await loggedOf(leaving, false)).toEqual(['request failed'])
  expect(await loggedOf(new Error('a bug'), true)).toEqual(['request failed'])
})
