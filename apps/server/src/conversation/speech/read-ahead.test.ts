import { describe, expect, it } from 'vitest'
import { readAhead } from './read-ahead.ts'

/** Sources that yield when they are told to, and say what happened to them. */
function createSources() {
  const log: string[] = []
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const gate = (name: string) => {
    const found = gates.get(name) ?? Promise.withResolvers<void>()
    gates.set(name, found)
    return found
  }
  return {
    log,
    let: (...names: string[]) => {
      for (const name of names) gate(name).resolve()
    },
    fail: (name: string) => gate(name).reject(new Error(`${name} failed`)),
    async *open(item: string) {
      log.push(`open ${item}`)
      try {
        for (const part of [1, 2]) {
          await gate(`${item}${part}`).promise
          yield `${item}${part}`
        }
      } finally {
        log.push(`close ${item}`)
      }
    },
  }
}

async function* itemsOf(names: string, log: string[] = []) {
  try {
    for (const name of names) {
      log.push(`item ${name}`)
      yield name
    }
  } finally {
    log.push('items released')
  }
}

const options = { maxAhead: 2, maxBuffered: 100 }
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('reading ahead', () => {
  it('gives everything in order, whichever source is ready first', async () => {
    const sources = createSources()
    sources.let('b1', 'b2', 'a1', 'a2', 'c2', 'c1')
    const all: string[] = []
    const { signal } = new AbortController()
    for await (const part of readAhead(itemsOf('abc'), sources.open, { ...options, signal })) all.push(part)
    expect(all).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2'])
  })

  it('opens the next source while the first still speaks, and never a third', async () => {
    const sources = createSources()
    const { signal } = new AbortController()
    const parts = readAhead(itemsOf('abcd'), sources.open, { ...options, signal })
    const first = parts.next()
    await settle()
    expect(sources.log).toEqual(['open a', 'open b'])
    sources.let('b1', 'b2', 'a1')
    expect((await first).value).toBe('a1')
    await settle()
    expect(sources.log).toEqual(['open a', 'open b', 'close b'])
    sources.let('a2', 'c1', 'c2', 'd1', 'd2')
    expect((await parts.next()).value).toBe('a2')
    expect((await parts.next()).value).toBe('b1')
    await settle()
    expect(sources.log.filter((line) => line.startsWith('open'))).toEqual(['open a', 'open b', 'open c'])
    await parts.return(undefined)
  })

  it('gives a part on the moment its source has it', async () => {
    const sources = createSources()
    const { signal } = new AbortController()
    const parts = readAhead(itemsOf('a'), sources.open, { ...options, signal })
    sources.let('a1')
    expect((await parts.next()).value).toBe('a1')
    await parts.return(undefined)
  })

  it('leaves out what is not opened', async () => {
    const sources = createSources()
    sources.let('a1', 'a2', 'd1', 'd2')
    const open = (item: string) => ('bc'.includes(item) ? null : sources.open(item))
    const all: string[] = []
    for await (const part of readAhead(itemsOf('abcd'), open, { ...options, signal: new AbortController().signal }))
      all.push(part)
    expect(all).toEqual(['a1', 'a2', 'd1', 'd2'])
  })
})

describe('a failure', () => {
  it('of a source comes behind everything it had', async () => {
    const sources = createSources()
    sources.let('a1')
    sources.fail('a2')
    const all: string[] = []
    const reading = (async () => {
      const { signal } = new AbortController()
      for await (const part of readAhead(itemsOf('abc'), sources.open, { ...options, signal })) all.push(part)
    })()
    await expect(reading).rejects.toThrow('a2 failed')
    expect(all).toEqual(['a1'])
  })

  it('of the items comes behind all their sources', async () => {
    const sources = createSources()
    sources.let('a1', 'a2')
    async function* broken() {
      yield 'a'
      throw new Error('no more items')
    }
    const all: string[] = []
    const reading = (async () => {
      const { signal } = new AbortController()
      for await (const part of readAhead(broken(), sources.open, { ...options, signal })) all.push(part)
    })()
    await expect(reading).rejects.toThrow('no more items')
    expect(all).toEqual(['a1', 'a2'])
  })

  it('is a source that has more than may wait, never a silent loss', async () => {
    async function* endless() {
      for (let part = 0; part < 50; part++) yield part
    }
    const { signal } = new AbortController()
    const parts = readAhead(itemsOf('ab'), endless, { maxAhead: 2, maxBuffered: 10, signal })
    await settle()
    const reading = (async () => {
      let count = 0
      for await (const _ of parts) if (count++ === 0) await settle()
      return count
    })()
    await expect(reading).rejects.toThrow('more than may wait')
  })
})

describe('whoever stops', () => {
  it('early stops every open source and the items', async () => {
    const sources = createSources()
    const itemLog: string[] = []
    sources.let('a1', 'a2', 'b1', 'b2')
    const { signal } = new AbortController()
    for await (const part of readAhead(itemsOf('abcdef', itemLog), sources.open, { ...options, signal })) {
      expect(part).toBe('a1')
      break
    }
    await settle()
    expect(sources.log.filter((line) => line.startsWith('close')).toSorted()).toEqual(['close a', 'close b'])
    expect(itemLog).toContain('items released')
    expect(itemLog).not.toContain('item f')
  })

  it('by the signal gets its reason at once, while every source is silent', async () => {
    const controller = new AbortController()
    const sources = createSources()
    const parts = readAhead(itemsOf('ab'), sources.open, { ...options, signal: controller.signal })
    const first = parts.next()
    await settle()
    controller.abort(new Error('enough'))
    await expect(first).rejects.toThrow('enough')
  })
})
