import { expect, it } from 'vitest'
import type { Actor } from '#server/platform/actor.ts'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createAuditService } from './audit.service.ts'

const anna: Actor = { kind: 'user', userId: newId(), name: 'Анна', role: 'admin', sessionId: newId() }

describeOnEachDatabase('the audit log', (database) => {
  async function write(actor: Actor | null, changes: unknown) {
    const resourceId = newId()
    const audit = createAuditService({ db: database().db, clock: createTestClock() })
    await audit.write({ actor, address: '192.0.2.7', action: 'test.write', resourceId, changes })
    return database()
      .db.selectFrom('audit_events')
      .selectAll()
      .where('resource_id', '=', resourceId)
      .executeTakeFirstOrThrow()
  }

  it('says who did what, from where and when', async () => {
    expect(await write(anna, { name: 'Ёлка' })).toMatchObject({
      at: '2026-03-02T09:00:00.000Z',
      actor_kind: 'user',
      actor_id: anna.kind === 'user' ? anna.userId : '',
      actor_name: 'Анна',
      address: '192.0.2.7',
      action: 'test.write',
      changes: '{"name":"Ёлка"}',
    })
    expect(await write({ kind: 'system' }, undefined)).toMatchObject({ actor_kind: 'system', changes: '{}' })
    expect(await write(null, null)).toMatchObject({ actor_kind: 'anonymous', actor_id: null })
  })

  it('keeps no secret and no NUL that a database would refuse', async () => {
    const row = await write(anna, { apiKey: 'sk-1234', text: 'a\u0000b\ud800' })
    expect(row.changes).not.toContain('sk-1234')
    expect(JSON.parse(row.changes)).toMatchObject({ apiKey: '[secret]' })
  })
})
