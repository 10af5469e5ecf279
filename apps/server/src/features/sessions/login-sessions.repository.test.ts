import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertUser } from '#server-test/support/insert-rows.ts'
import { createLoginSessionsRepository, type LoginSessionRow } from './login-sessions.repository.ts'

const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`

describeOnEachDatabase('login sessions', (database) => {
  const repository = () => createLoginSessionsRepository(database().db)

  async function open(changes: Partial<LoginSessionRow> = {}) {
    const userId = changes.user_id ?? (await insertUser(database().db)).id
    const row: LoginSessionRow = {
      id: newId(),
      user_id: userId,
      generation: 0,
      rotated_at: at(0),
      recent_rotations: [],
      user_agent: 'Обозреватель/1.0',
      address: '2001:db8::1',
      created_at: at(0),
      expires_at: at(30),
      revoked_at: null,
      ...changes,
    }
    await repository().insert(row)
    return row
  }

  it('live until they expire or are revoked', async () => {
    const session = await open()
    expect(await repository().findLive(session.id, at(29))).toEqual(session)
    expect(await repository().findLive(session.id, at(30))).toBeNull()
    await repository().revoke(session.id, { now: at(5) })
    expect(await repository().findLive(session.id, at(6))).toBeNull()
  })

  it('are rotated once from each generation, however many ask at the same moment', async () => {
    const session = await open()
    const change = { generation: 0, now: at(1), expiresAt: at(40), recentRotations: [at(1)] }
    const won = await Promise.all(Array.from({ length: 8 }, () => repository().rotate(session.id, change)))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await repository().findLive(session.id, at(39))).toMatchObject({
      generation: 1,
      rotated_at: at(1),
      recent_rotations: [at(1)],
    })
  })

  it('are ended by their own user, once', async () => {
    const session = await open()
    expect(await repository().revoke(session.id, { now: at(1), userId: newId() })).toBe(false)
    expect(await repository().revoke(session.id, { now: at(1), userId: session.user_id })).toBe(true)
    expect(await repository().revoke(session.id, { now: at(2), userId: session.user_id })).toBe(false)
  })

  it('of one user are listed by their last use and end together, but for the one that is kept', async () => {
    const first = await open({ rotated_at: at(1) })
    const second = await open({ user_id: first.user_id, rotated_at: at(3) })
    const stranger = await open()
    const live = async () => (await repository().listLive(first.user_id, at(5))).map(({ id }) => id)
    expect(await live()).toEqual([second.id, first.id])
    await repository().revokeAll(first.user_id, { now: at(4), exceptId: first.id })
    expect(await live()).toEqual([first.id])
    await repository().revokeAll(first.user_id, { now: at(4) })
    expect(await live()).toEqual([])
    expect(await repository().findLive(stranger.id, at(5))).not.toBeNull()
  })

  it('are forgotten only when they have ended before the moment named', async () => {
    const [expired, revoked, live] = [
      await open({ expires_at: at(1) }),
      await open({ revoked_at: at(1) }),
      await open({ expires_at: at(50) }),
    ]
    await repository().deleteEnded(at(2))
    const rows = await database().db.selectFrom('login_sessions').select('id').execute()
    const ids = rows.map(({ id }) => id)
    expect(ids).toContain(live.id)
    expect(ids).not.toContain(expired.id)
    expect(ids).not.toContain(revoked.id)
  })

  it('go with their user', async () => {
    const session = await open()
    await database().db.deleteFrom('users').where('id', '=', session.user_id).execute()
    expect(await repository().findLive(session.id, at(1))).toBeNull()
  })
})
