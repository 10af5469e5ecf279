import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createUnitOfWork } from '#server/db/unit-of-work.ts'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { addMasterKey, dropOldMasterKeys, loadMasterKey } from './master-key.ts'
import { createSecretStore } from './secret-store.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
function keyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-keys-'))
  folders.push(folder)
  return folder
}

describeOnEachDatabase('stored secrets', (database) => {
  const storeWith = (masterKey = loadMasterKey(keyFolder())) =>
    createSecretStore({ db: database().db, masterKey, clock: createTestClock() })
  const rowOf = (owner: string) =>
    database().db.selectFrom('secrets').selectAll().where('owner_key', '=', owner).executeTakeFirstOrThrow()

  it('can be read by their owner, replaced and erased', async () => {
    const store = storeWith()
    const owner = `provider:${newId()}`
    expect(await store.read(owner)).toBeNull()
    await store.put(owner, 'ключ-первый-очень-длинный')
    await store.put(owner, 'sk-второй-🙂-ключ')
    expect(await store.read(owner)).toBe('sk-второй-🙂-ключ')
    await store.put(owner, null)
    expect(await store.read(owner)).toBeNull()
  })

  it('lie in the database as nothing one could read', async () => {
    const store = storeWith()
    const owner = newId()
    await store.put(owner, 'sk-very-secret-value-1234')
    expect(JSON.stringify(await rowOf(owner))).not.toMatch(/very-secret/)
    const first = (await rowOf(owner)).ciphertext
    await store.put(owner, 'sk-very-secret-value-1234')
    expect((await rowOf(owner)).ciphertext).not.toBe(first)
  })

  it('show four characters of a long one, and nothing of a short one', async () => {
    const store = storeWith()
    const [long, short, none] = [newId(), newId(), newId()]
    await store.put(long, 'sk-very-secret-value-1234')
    await store.put(short, 'hunter2')
    expect(await store.hints([long, short, none])).toEqual(
      new Map([
        [long, '••••1234'],
        [short, '••••'],
      ]),
    )
    expect(await store.hints([])).toEqual(new Map())
  })

  it('open nothing in the place of another owner', async () => {
    const store = storeWith()
    const [anna, boris] = [newId(), newId()]
    await store.put(anna, 'sk-of-anna-0000')
    await store.put(boris, 'sk-of-boris-0000')
    const { ciphertext } = await rowOf(anna)
    await database().db.updateTable('secrets').set({ ciphertext }).where('owner_key', '=', boris).execute()
    await expect(store.read(boris)).rejects.toThrow()
  })

  it('come and go with the transaction they belong to', async () => {
    const store = storeWith()
    const owner = newId()
    const failing = createUnitOfWork(database().db).run(async (executor) => {
      await store.put(owner, 'sk-never-stored', executor)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await store.read(owner)).toBeNull()
  })

  it('whose key is gone are absent for their users, counted, and open again when it comes back', async () => {
    await database().db.deleteFrom('secrets').execute()
    const folder = keyFolder()
    await storeWith(loadMasterKey(folder)).put('provider:x', 'sk-of-another-machine')
    const elsewhere = storeWith()
    expect(await elsewhere.read('provider:x')).toBeNull()
    expect(await elsewhere.hints(['provider:x'])).toEqual(new Map())
    expect(await elsewhere.countLocked()).toBe(1)
    expect(await elsewhere.reseal()).toBe(0)
    const back = storeWith(loadMasterKey(folder))
    expect([await back.countLocked(), await back.read('provider:x')]).toEqual([0, 'sk-of-another-machine'])
  })

  it('are read through a rotation of the master key, and need only the new one after it', async () => {
    await database().db.deleteFrom('secrets').execute()
    const folder = keyFolder()
    const owners = [newId(), newId()]
    for (const owner of owners) await storeWith(loadMasterKey(folder)).put(owner, `sk-secret-of-${owner}`)
    const rotated = storeWith(addMasterKey(folder))
    expect(await rotated.read(owners[0] ?? '')).toBe(`sk-secret-of-${owners[0]}`)
    expect(await rotated.reseal()).toBe(2)
    expect(await rotated.reseal()).toBe(0)
    const after = storeWith(dropOldMasterKeys(folder))
    for (const owner of owners) expect(await after.read(owner)).toBe(`sk-secret-of-${owner}`)
  })
})
