import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import type { Migration } from 'kysely/migration'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '#server/config/load-config.ts'
import { type Container, createContainer } from '#server/container.ts'
import { copyInWorker } from '#server/db/copies/copy-in-worker.ts'
import { findPostgresPrograms } from '#server/db/copies/postgres-programs.ts'
import { migrate, ownMigrations } from '#server/db/migrate.ts'
import { openDatabase } from '#server/db/open-database.ts'
import { createUsersRepository } from '#server/features/users/users.repository.ts'
import { aUser } from '#server-test/support/builders.ts'
import { createEmptyDatabase, testDatabases } from '#server-test/support/databases.ts'
import { startServerProcess } from '#server-test/support/server-process.ts'

const none: Migration = { async up() {} }
const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

describe.each(testDatabases())('a restore on $name', ({ name, isMissing }) => {
  let empty: Awaited<ReturnType<typeof createEmptyDatabase>>

  beforeEach(async (context) => {
    if (isMissing) return context.skip('PostgreSQL is not installed')
    empty = await createEmptyDatabase(name)
  })
  afterEach(async () => {
    if (!isMissing) await empty.drop()
  })

  const environment = () => ({
    DATA_DIR: empty.dataDir,
    ORCHESTRATOR_PORT: '0',
    ...(empty.databaseUrl && { DATABASE_URL: empty.databaseUrl }),
  })
  const run = (...words: string[]) =>
    new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve) => {
      const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment() }
      execFile('node', [cli, ...words, '--json'], { env }, (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
      )
    })
  const object = async (...words: string[]) => {
    const { exitCode, stdout, stderr } = await run(...words)
    expect(exitCode, stderr).toBe(0)
    return JSON.parse(stdout)
  }
  /** Opens the data as the server does, and closes it again. */
  async function withContainer<T>(work: (container: Container) => Promise<T>): Promise<T> {
    const container = await createContainer({ config: loadConfig(environment()), logger: pino({ level: 'silent' }) })
    try {
      return await work(container)
    } finally {
      await container.close()
    }
  }
  const addUser = (userName: string) =>
    withContainer(async ({ users, auth }) => {
      const user = await users.create({ name: userName, password: 'correct horse', role: 'admin', language: 'ru' })
      return auth.openSession(user, { address: '127.0.0.1', userAgent: 'test' })
    })
  const userNames = () =>
    withContainer(async ({ db }) =>
      (await db.selectFrom('users').select('name').orderBy('name').execute()).map((row) => row.name),
    )
  const unfinished = () =>
    readdirSync(empty.dataDir, { recursive: true }).filter((file) => /unfinished|restoring/.test(String(file)))

  it('brings back what was there, keeps what was there since, and ends every log-in', async () => {
    const { accessToken } = await addUser('Анна')
    const { id } = await object('backup', 'create')
    await addUser('Борис')
    const restored = await object('backup', 'restore', id)
    expect(restored).toMatchObject({ id, rows: expect.any(Number), replacedId: expect.any(String) })
    expect(await userNames()).toEqual(['Анна'])
    expect(await withContainer(({ auth }) => auth.authenticate(accessToken))).toBeNull()
    const audited = await withContainer(({ db }) =>
      db.selectFrom('audit_events').select(['action', 'actor_kind']).execute(),
    )
    expect(audited).toContainEqual({ action: 'backup.restore', actor_kind: 'system' })
    await object('backup', 'restore', restored.replacedId)
    expect(await userNames()).toEqual(['Анна', 'Борис'])
    expect(unfinished()).toEqual([])
  }, 120_000)

  it('is refused while a server or a command has the data open, also one that died is no obstacle', async () => {
    await addUser('Анна')
    const { id } = await object('backup', 'create')
    const server = await startServerProcess(environment())
    const refused = await run('backup', 'restore', id)
    expect([refused.exitCode, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toMatch(/running on this data folder|other connections/)
    await server.kill()
    // PostgreSQL notices a dead client by itself, within a moment.
    await expect.poll(async () => (await run('backup', 'restore', id)).exitCode, { timeout: 20_000 }).toBe(0)
    expect(await userNames()).toEqual(['Анна'])
  }, 120_000)

  it('of a damaged or a foreign backup changes nothing', async () => {
    await addUser('Анна')
    const { id, path } = await object('backup', 'create')
    await addUser('Борис')
    const bytes = readFileSync(path)
    const cut = join(empty.dataDir, 'cut.db')
    writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length * 0.6)))
    const text = join(empty.dataDir, 'text.db')
    writeFileSync(text, 'no database')
    const flipped = Buffer.from(bytes)
    flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 0xff
    writeFileSync(path, flipped)
    for (const reference of [cut, text, id]) {
      const { exitCode, stderr } = await run('backup', 'restore', reference)
      expect([reference, exitCode]).toEqual([reference, 1])
      expect(stderr.trim()).not.toBe('')
    }
    expect((await run('backup', 'verify', id)).exitCode).toBe(1)
    expect((await run('backup', 'restore', 'nothing-of-that-name')).exitCode).toBe(2)
    expect(await userNames()).toEqual(['Анна', 'Борис'])
    expect(unfinished()).toEqual([])
  }, 120_000)

  it('of a backup from before an update is brought up to date, one of a newer version is refused', async () => {
    await addUser('Борис')
    const [first = ''] = Object.keys(ownMigrations)
    const older = await copyOf({ [first]: ownMigrations[first] ?? none })
    await object('backup', 'restore', older)
    expect(await userNames()).toEqual(['Анна'])
    const tables = await withContainer(async ({ db }) =>
      (await db.introspection.getTables()).map((table) => table.name),
    )
    expect(tables).toContain('backup_nights')
    await addUser('Вера')
    const refused = await run(
      'backup',
      'restore',
      await copyOf({ ...ownMigrations, '29990101T0000_from_tomorrow': none }),
    )
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('29990101T0000_from_tomorrow')])
    expect(await userNames()).toEqual(['Анна', 'Вера'])
  }, 120_000)

  /** A copy of a database that has been through these migrations alone, with one user in it. */
  async function copyOf(migrations: Record<string, Migration>): Promise<string> {
    const other = await createEmptyDatabase(name)
    const database = await openDatabase(other)
    await migrate(database, migrations)
    await createUsersRepository(database.db).insert(aUser({ name: 'Анна' }))
    const file = join(empty.dataDir, `${Object.keys(migrations).length}-migrations`)
    const programs = findPostgresPrograms(process.env.PATH ?? '')
    const { source } = database.dialect
    await copyInWorker({ source, file, kind: name, programs }, { signal: new AbortController().signal })
    await database.close()
    await other.drop()
    return file
  }

  if (name === 'sqlite')
    it('finds no half of a backup where the disk was full in the middle of it', async () => {
      await addUser('Анна')
      // A file can't grow over this size: what a full disk is to the one who writes.
      const limited = `ulimit -f 100; exec node ${cli} backup create`
      const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment() }
      const { exitCode, stderr } = await new Promise<{ exitCode: unknown; stderr: string }>((resolve) =>
        execFile('bash', ['-c', limited], { env }, (error, _, text) =>
          resolve({ exitCode: error?.code, stderr: text }),
        ),
      )
      expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^The disk is full, so no copy was made/)])
      expect(readdirSync(join(empty.dataDir, 'backups'))).toEqual([])
      expect(await userNames()).toEqual(['Анна'])
    }, 60_000)

  if (name === 'sqlite')
    it('with the key file opens what was sealed then; without it, says what stays closed', async () => {
      const seal = () =>
        withContainer(({ providers }) =>
          providers.create({
            name: 'Cloud',
            type: 'custom',
            baseUrl: 'http://127.0.0.1:9/v1',
            model: 'm',
            apiKey: 'sk-very-secret-1234',
            contextWindowTokens: 8192,
            isEnabled: true,
            isDefault: true,
          }),
        )
      await addUser('Анна')
      await seal()
      const out = join(empty.dataDir, 'elsewhere.db')
      await object('backup', 'create', '--with-key', '--out', out)
      expect(statSync(`${out}.key`).mode & 0o077).toBe(0)
      const other = await createEmptyDatabase('sqlite')
      const first = empty
      empty = other
      await addUser('Вера')
      const without = await run('backup', 'restore', out)
      expect(without.exitCode).toBe(0)
      expect(without.stderr).toMatch(/1 stored keys can't be opened/)
      const withKey = await run('backup', 'restore', out, '--with-key')
      expect([withKey.exitCode, withKey.stderr]).toEqual([0, ''])
      expect(await userNames()).toEqual(['Анна'])
      expect(await withContainer(async ({ providers }) => providers.current()?.providerName)).toBe('Cloud')
      await other.drop()
      empty = first
    }, 120_000)

  if (name === 'sqlite')
    it('takes a file that was copied out of a running folder, and keeps a damaged database aside', async () => {
      await addUser('Анна')
      const file = join(empty.dataDir, 'secretary.db')
      const live = new BetterSqlite(file)
      live.pragma('journal_mode = WAL')
      live.exec("update users set display_name = 'Только в журнале'")
      const copy = join(empty.dataDir, 'by-hand.db')
      for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix)
      live.close()
      writeFileSync(file, 'rubbish where the database was '.repeat(500))
      const { replacedId } = await object('backup', 'restore', copy)
      const names = await withContainer(({ db }) => db.selectFrom('users').select('display_name').execute())
      expect(names).toEqual([{ display_name: 'Только в журнале' }])
      expect(readFileSync(join(empty.dataDir, 'backups', `${replacedId}.db`), 'utf8')).toMatch(/^rubbish/)
      expect(existsSync(`${file}.restoring`)).toBe(false)
    }, 120_000)
})
