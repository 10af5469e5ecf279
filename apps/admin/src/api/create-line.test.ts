import { expect, it } from 'vitest'
import { createLine } from './create-line.ts'

it('begins with the next when the one before has ended, also when that failed', async () => {
  const inLine = createLine()
  const first = Promise.withResolvers<string>()
  const begun: string[] = []
  const work = (name: string, result: Promise<string>) => () => {
    begun.push(name)
    return result
  }
  const results = [inLine(work('first', first.promise)), inLine(work('second', Promise.resolve('two')))]
  await Promise.resolve()
  expect(begun).toEqual(['first'])
  first.reject(new Error('no'))
  expect((await Promise.allSettled(results)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(begun).toEqual(['first', 'second'])
})
