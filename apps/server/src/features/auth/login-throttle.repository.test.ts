import { expect, it } from 'vitest'
import type { WriteUnit } from '#server/db/writer/durable-writer.ts'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createLoginThrottle, delayAfter } from './login-throttle.ts'

it('lets a few mistypes go, then doubles the delay up to a quarter of an hour', () => {
  expect([0, 1, 3, 4, 5, 6, 7].map((failures) => delayAfter(failures, 3))).toEqual([0, 0, 0, 1, 2, 4, 8])
  expect(delayAfter(1_000_000, 3)).toBe(900)
})

describeOnEachDatabase('the delay of log-ins', (database) => {
  function createThrottle() {
    const clock = createTestClock()
    const { db } = database()
    const writer = {
      async commit(unit: WriteUnit) {
        for (const statement of unit) await db.executeQuery(statement)
      },
      async close() {},
    }
    return { clock, throttle: createLoginThrottle({ db, writer, clock }) }
  }
  const failTimes = async (
    throttle: ReturnType<typeof createLoginThrottle>,
    count: number,
    name: string,
    from: string,
  ) => {
    for (let index = 0; index < count; index++) await throttle.fail(name, from)
  }
  const delayed = (retryAfterSeconds: number) => ({ code: 'login_delayed', details: { retryAfterSeconds } })

  it('begins after the third failure, and passes', async () => {
    const { throttle, clock } = createThrottle()
    const [name, address] = [newId(), newId()]
    await failTimes(throttle, 3, name, address)
    await expect(throttle.check(name, address)).resolves.toBeUndefined()
    await failTimes(throttle, 3, name, address)
    await expect(throttle.check(name, address)).rejects.toMatchObject(delayed(4))
    clock.advance(3_999)
    await expect(throttle.check(name, address)).rejects.toMatchObject(delayed(1))
    clock.advance(1)
    await expect(throttle.check(name, address)).resolves.toBeUndefined()
  })

  it('is for the name however it is written', async () => {
    const { throttle } = createThrottle()
    const [name, address] = [`Артём ${newId()}`, newId()]
    await failTimes(throttle, 4, name, address)
    await expect(throttle.check(` ${name.toUpperCase()} `, address)).rejects.toMatchObject(delayed(1))
    await expect(throttle.check(name.replace('ё', 'е'), address)).rejects.toMatchObject(delayed(1))
  })

  it('of a stranger does not lock the owner out', async () => {
    const { throttle } = createThrottle()
    const [name, stranger] = [newId(), newId()]
    await failTimes(throttle, 50, name, stranger)
    await expect(throttle.check(name, stranger)).rejects.toMatchObject(delayed(900))
    await expect(throttle.check(name, newId())).resolves.toBeUndefined()
  })

  it('meets a network that changes its address with each attempt', async () => {
    const { throttle } = createThrottle()
    const name = newId()
    const network = `2001:db8:${newId().slice(-4)}:${newId().slice(-4)}`
    for (let index = 0; index < 4; index++) await throttle.fail(name, `${network}::${index}`)
    await expect(throttle.check(name, `${network}::99`)).rejects.toMatchObject(delayed(1))
    await expect(throttle.check(name, '2001:db8:ffff:ffff::99')).resolves.toBeUndefined()
  })

  it('meets an address that tries many names', async () => {
    const { throttle } = createThrottle()
    const address = newId()
    for (let index = 0; index < 12; index++) await throttle.fail(newId(), address)
    await expect(throttle.check(newId(), address)).rejects.toMatchObject(delayed(2))
  })

  it('is over for the name after a success, and forgotten after a day', async () => {
    const { throttle, clock } = createThrottle()
    const [name, address] = [newId(), newId()]
    await failTimes(throttle, 6, name, address)
    await throttle.succeed(name, address)
    await expect(throttle.check(name, address)).resolves.toBeUndefined()
    await failTimes(throttle, 6, name, address)
    clock.advance(24 * 3600 * 1000 + 1)
    await throttle.fail(name, address)
    await expect(throttle.check(name, address)).resolves.toBeUndefined()
  })

  it('counts every one of many failures at the same moment, and keeps no name in clear', async () => {
    const { throttle } = createThrottle()
    const [name, address] = [newId(), newId()]
    await Promise.all(Array.from({ length: 9 }, () => throttle.fail(name, address)))
    await expect(throttle.check(name, address)).rejects.toMatchObject(delayed(32))
    const rows = await database().db.selectFrom('login_failures').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(name)
  })
})
