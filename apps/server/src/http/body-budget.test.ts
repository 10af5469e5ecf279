import { describe, expect, it } from 'vitest'
import { announcedBytes, createBodyBudget } from './body-budget.ts'

const create = () => createBodyBudget({ fromBytes: 10, perIdentityBytes: 100, totalBytes: 250 })

describe('room for bodies', () => {
  it('is needed for large ones only', () => {
    const budget = create()
    for (let count = 0; count < 1_000; count++) expect(budget.reserve('a', 10)).toBeNull()
  })

  it('is refused to whoever takes too much of it, and to nobody else', () => {
    const budget = create()
    const giveBack = budget.reserve('a', 100)
    expect(() => budget.reserve('a', 11)).toThrow(expect.objectContaining({ code: 'rate_limited' }))
    expect(budget.reserve('b', 100)).not.toBeNull()
    giveBack?.()
    expect(budget.reserve('a', 100)).not.toBeNull()
  })

  it('is refused to everybody when all of it is taken', () => {
    const budget = create()
    const taken = ['a', 'b'].map((identity) => budget.reserve(identity, 100))
    expect(() => budget.reserve('c', 51)).toThrow(expect.objectContaining({ code: 'service_unavailable' }))
    for (const giveBack of taken) giveBack?.()
    expect(budget.reserve('c', 100)).not.toBeNull()
  })

  it.each([
    [{ 'content-length': '5' }, 5],
    [{ 'content-length': '5000' }, 1_000],
    [{ 'transfer-encoding': 'chunked' }, 1_000],
    [{}, 0],
  ])('is as much as %j announces', (headers, bytes) => {
    expect(announcedBytes({ headers }, 1_000)).toBe(bytes)
  })
})
