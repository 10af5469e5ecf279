import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createConfigChanges } from '#server/features/settings/config-changes.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { newId } from '#server/platform/ids.ts'
import { loadMasterKey } from '#server/platform/secrets/master-key.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertUser } from '#server-test/support/insert-rows.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createSessionsService } from './sessions.service.ts'

const client = { address: '192.0.2.7', userAgent: 'Обозреватель' }
const DAY_MS = 24 * 3600 * 1000

describeOnEachDatabase('a refresh token', (database) => {
  async function logIn() {
    const { db, dataDir } = database()
    const clock = createTestClock()
    const liveEvents = createMemoryLiveEvents()
    const configChanges = createConfigChanges({ db, liveEvents, logger: pino({ level: 'silent' }) })
    const sessions = createSessionsService({ db, configChanges, clock, masterKey: loadMasterKey(dataDir) })
    const user = await insertUser(db)
    const first = await sessions.open(user.id, client)
    return { clock, sessions, user, first, liveEvents }
  }
  const ended = { code: 'session_ended' }

  it('is replaced at each use, and two tabs within ten seconds get the same successor', async () => {
    const { sessions, clock, first } = await logIn()
    const second = await sessions.refresh(first.refreshToken)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    clock.advance(10_000)
    expect(await sessions.refresh(first.refreshToken)).toEqual(second)
    expect((await sessions.refresh(second.refreshToken)).sessionId).toBe(first.sessionId)
  })

  it('gives one successor to many who ask at the same moment', async () => {
    const { sessions, first } = await logIn()
    const all = await Promise.all(Array.from({ length: 8 }, () => sessions.refresh(first.refreshToken)))
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1)
  })

  it('that is used again later ends its session: somebody kept a copy', async () => {
    const { sessions, clock, first, user } = await logIn()
    const second = await sessions.refresh(first.refreshToken)
    clock.advance(10_001)
    await expect(sessions.refresh(first.refreshToken)).rejects.toMatchObject(ended)
    await expect(sessions.refresh(second.refreshToken)).rejects.toMatchObject(ended)
    expect(await sessions.find(first.sessionId, user.id)).toBeNull()
  })

  it('some generations old gives the present one for ten seconds after its own replacement, then ends its session', async () => {
    const { sessions, clock, first } = await logIn()
    const second = await sessions.refresh(first.refreshToken)
    clock.advance(6_000)
    const third = await sessions.refresh(second.refreshToken)
    const fourth = await sessions.refresh(third.refreshToken)
    clock.advance(4_000)
    for (const { refreshToken } of [first, second, third]) expect(await sessions.refresh(refreshToken)).toEqual(fourth)
    clock.advance(1)
    expect(await sessions.refresh(second.refreshToken)).toEqual(fourth)
    await expect(sessions.refresh(first.refreshToken)).rejects.toMatchObject(ended)
    await expect(sessions.refresh(fourth.refreshToken)).rejects.toMatchObject(ended)
  })

  it('lets three tabs race, each as often as it likes: all get on, and what was given last still opens later', async () => {
    const { sessions, clock, first } = await logIn()
    const generationOf = (token: string) => Number(token.split('.')[1])
    for (let round = 0, newest = first.refreshToken; round < 20; round++) {
      const race = async (times: number) => {
        let token = newest
        for (let time = 0; time < times; time++) token = (await sessions.refresh(token)).refreshToken
        return token
      }
      const held = await Promise.all([race(1), race(2), race(3)])
      clock.advance(5_000)
      const after = await Promise.all(held.map((token) => sessions.refresh(token)))
      newest = after
        .map(({ refreshToken }) => refreshToken)
        .reduce((a, b) => (generationOf(a) > generationOf(b) ? a : b))
      clock.advance(15 * 60_000)
    }
    expect((await sessions.list(first.userId, first.sessionId)).map(({ isCurrent }) => isCurrent)).toEqual([true])
  })

  it('that is replaced again and again keeps no more than the last replacements', async () => {
    const { sessions, first } = await logIn()
    let { refreshToken } = first
    for (let use = 0; use < 70; use++) refreshToken = (await sessions.refresh(refreshToken)).refreshToken
    const session = await sessions.find(first.sessionId, first.userId)
    expect(session?.recent_rotations).toHaveLength(64)
    await expect(sessions.refresh(first.refreshToken)).rejects.toMatchObject(ended)
  })

  it('opens nothing after thirty days of silence, and lives on while it is used', async () => {
    const { sessions, clock, first } = await logIn()
    clock.advance(29 * DAY_MS)
    const second = await sessions.refresh(first.refreshToken)
    clock.advance(29 * DAY_MS)
    const third = await sessions.refresh(second.refreshToken)
    clock.advance(30 * DAY_MS)
    await expect(sessions.refresh(third.refreshToken)).rejects.toMatchObject(ended)
  })

  it.each(['', 'x', `${newId()}.0.${'A'.repeat(43)}`, '\u0000', 'a.b.c', `${newId()}.-1.${'A'.repeat(43)}`])(
    'that is none of ours opens nothing: %j',
    async (token) => {
      const { sessions } = await logIn()
      await expect(sessions.refresh(token)).rejects.toMatchObject(ended)
      expect(await sessions.closeByToken(token)).toBeNull()
    },
  )

  it('that was changed in one letter opens nothing, and ends nothing', async () => {
    const { sessions, first, user } = await logIn()
    const changed = first.refreshToken.replace('.0.', '.1.')
    await expect(sessions.refresh(changed)).rejects.toMatchObject(ended)
    expect(await sessions.find(first.sessionId, user.id)).not.toBeNull()
  })

  it('closes its own session only', async () => {
    const { sessions, first, user } = await logIn()
    const other = await sessions.open(user.id, client)
    expect(await sessions.closeByToken(first.refreshToken)).toEqual({ sessionId: first.sessionId, userId: user.id })
    expect(await sessions.closeByToken(first.refreshToken)).toBeNull()
    expect(await sessions.list(user.id, other.sessionId)).toEqual([
      expect.objectContaining({ id: other.sessionId, isCurrent: true, address: client.address }),
    ])
  })

  it('of a stranger can not be revoked, and nobody finds a session under another name', async () => {
    const { sessions, first } = await logIn()
    await expect(sessions.revoke(first.sessionId, newId())).rejects.toMatchObject({ code: 'not_found' })
    expect(await sessions.find(first.sessionId, newId())).toBeNull()
    await sessions.revoke(first.sessionId, first.userId)
    await expect(sessions.refresh(first.refreshToken)).rejects.toMatchObject(ended)
  })

  it('whose session ends is heard of by open panels', async () => {
    const { sessions, first, liveEvents } = await logIn()
    const heard: unknown[] = []
    liveEvents.listen(({ message }) => heard.push(message))
    await sessions.revoke(first.sessionId, first.userId)
    expect(heard).toEqual([{ type: 'config-changed', topic: 'users' }])
  })
})
