import { expect, it } from 'vitest'
import { systemActor } from '#server/platform/actor.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createTickets } from './tickets.ts'

const path = '/admin/voices/sample'

it('opens its path once, for whom it was issued', () => {
  const tickets = createTickets(createTestClock())
  const ticket = tickets.issue(systemActor, path)
  expect(tickets.redeem(ticket, path)).toBe(systemActor)
  expect(tickets.redeem(ticket, path)).toBeNull()
})

it('opens no other path, and is used up by the attempt', () => {
  const tickets = createTickets(createTestClock())
  const ticket = tickets.issue(systemActor, path)
  expect(tickets.redeem(ticket, `${path}/other`)).toBeNull()
  expect(tickets.redeem(ticket, path)).toBeNull()
})

it('ends after thirty seconds', () => {
  const clock = createTestClock()
  const tickets = createTickets(clock)
  const [early, late] = [tickets.issue(systemActor, path), tickets.issue(systemActor, path)]
  clock.advance(29_999)
  expect(tickets.redeem(early, path)).toBe(systemActor)
  clock.advance(1)
  expect(tickets.redeem(late, path)).toBeNull()
})

it('is not guessed, and many of them are not kept for ever', () => {
  const tickets = createTickets(createTestClock())
  const issued = Array.from({ length: 10_001 }, () => tickets.issue(systemActor, path))
  expect(new Set(issued).size).toBe(issued.length)
  expect(issued[0]).toMatch(/^[\w-]{32}$/)
  expect(tickets.redeem(issued[0] ?? '', path)).toBeNull()
  expect(tickets.redeem(issued.at(-1) ?? '', path)).toBe(systemActor)
  for (const guess of ['', '__proto__', 'constructor']) expect(tickets.redeem(guess, path)).toBeNull()
})
