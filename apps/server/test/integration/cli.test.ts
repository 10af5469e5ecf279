import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliResult, runCliProcess } from '#server-test/support/cli-process.ts'
import { createEmptyDatabase, testDatabases } from '#server-test/support/databases.ts'
import { startServerProcess } from '#server-test/support/server-process.ts'

const secrets = { PASSWORD: 'correct horse', API_KEY: 'sk-very-secret-1234' }

describe.each(testDatabases())('the command line on $name', ({ name, isMissing }) => {
  let database: Awaited<ReturnType<typeof createEmptyDatabase>>
  beforeAll(async () => {
    if (!isMissing) database = await createEmptyDatabase(name)
  })
  afterAll(() => database?.drop())

  const env = () => ({
    DATA_DIR: database.dataDir,
    ...(database.databaseUrl && { DATABASE_URL: database.databaseUrl }),
  })
  /** The words of a command; what follows stands for FILE, whatever is in its name. */
  const cli = (args: string, stdin?: string, file = 'FILE') =>
    runCliProcess(
      args.split(' ').map((word) => (word === 'FILE' ? file : word)),
      { ...env(), ...secrets },
      stdin,
    )
  const json = ({ stdout }: CliResult) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('works before the set-up, prints one object or a line each, and says by its exit code how it went', async (context) => {
    if (isMissing) return context.skip('PostgreSQL is not installed')
    const token = await cli('setup-token --json')
    expect([token.exitCode, json(token)]).toEqual([0, [expect.objectContaining({ id: 'setup-token' })]])
    const anna = await cli('user create anna --role admin --password-env PASSWORD --json')
    expect(json(anna)).toEqual([expect.objectContaining({ id: expect.any(String), name: 'anna', role: 'admin' })])
    expect((await cli('user create boris --json', 'correct horse\n')).exitCode).toBe(0)
    expect(json(await cli('user list --json')).map((user) => user.name)).toEqual(['anna', 'boris'])
    const added = await cli(
      'provider add --name Local --type custom --base-url http://127.0.0.1:9/v1 --model m --api-key-env API_KEY --default --json',
    )
    expect(json(added)).toEqual([expect.objectContaining({ id: expect.any(String), apiKeyHint: '••••1234' })])
    expect(added.stdout).not.toContain('very-secret')
    expect(json(await cli('master-key rotate --json'))).toEqual([{ id: expect.any(String), resealed: 1 }])
    const doctor = await cli('doctor --json')
    expect(json(doctor).map(({ id }) => id)).toEqual([
      'node',
      'port',
      'disk',
      'permissions',
      'database',
      'secrets',
      'model',
      'voice',
      'https',
    ])
  })

  // What a refusal looks like doesn't depend on the database.
  const refusals = [
    ['user create anna --password-env PASSWORD', 1, /^This name is taken$/m],
    ['user create clara --language de --password-env PASSWORD', 2, /ru or en/],
    ['user create clara --role boss --password-env PASSWORD', 2, /admin, user, guest/],
    ['user create clara --password-env NOTHING', 2, /NOTHING is not set/],
    ['user role anna user', 1, /^This is the last admin: there must always be one$/m],
    ['user password nobody --password-env PASSWORD', 2, /no user nobody/],
    ['setup-token', 1, /has its first account already/],
    ['provider add --name X --type magic --base-url http://127.0.0.1:9/v1 --model m', 2, /type/],
    ['provider remove Nothing', 2, /no connection Nothing/],
    ['faq import /nothing.csv', 2, /nothing\.csv can't be read/],
    ['faq export /nothing/here.csv', 1, /nothing\/here\.csv/],
    ['openapi --out /nothing/here.json', 1, /nothing\/here\.json/],
    ['user list --frob', 2, /--frob/],
    ['frob', 2, /Usage/],
  ] as const
  it.each(name === 'sqlite' ? refusals : [])(
    '%s: exit code %i, the reason on stderr and nothing on stdout',
    async (args, exitCode, reason) => {
      const result = await cli(`${args} --json`)
      expect(result).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(reason) })
      expect(result.stderr).not.toMatch(/^ {4}at /m)
    },
  )

  it('changes what a running server answers', async (context) => {
    if (isMissing) return context.skip('PostgreSQL is not installed')
    const server = await startServerProcess(env())
    const call = async (path: string, body: unknown, token?: string) => {
      const response = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
      })
      return (await response.json()) as Record<string, unknown>
    }
    // What it seals from now on would be lost at its next start.
    if (name === 'sqlite')
      expect(await cli('master-key rotate')).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringContaining('stop it first'),
      })
    const { accessToken } = await call('/admin/auth/login', { name: 'anna', password: secrets.PASSWORD })
    const file = join(database.dataDir, 'questions.csv')
    writeFileSync(file, 'question,answer,phrasings\nWhen are you open?,At nine,opening hours|open when\n')
    expect((await cli('faq import FILE --dry-run --json', '', file)).stdout).toContain('"new":1')
    expect(json(await cli('faq import FILE --json', '', file))).toMatchObject([
      { id: expect.any(String), counts: { new: 1 } },
    ])
    await expect
      .poll(async () => (await call('/admin/faq/test', { text: 'opening hours' }, String(accessToken))).question, {
        timeout: 20_000,
      })
      .toBe('When are you open?')
    const tested = await cli('faq test', 'opening hours\nqwerty\n')
    expect(json(tested).map((line) => [line.question, line.entryQuestion])).toEqual([
      ['opening hours', 'When are you open?'],
      ['qwerty', null],
    ])
    await server.close()
  })
})

it('doctor says what is wrong with the rest where the database can not be opened', async () => {
  const { drop, dataDir } = await createEmptyDatabase('sqlite')
  const folder = join(dataDir, 'data')
  mkdirSync(folder)
  writeFileSync(join(folder, 'secretary.db'), 'not a database '.repeat(500))
  const { exitCode, stdout } = await runCliProcess(['doctor', '--json'], { DATA_DIR: folder })
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(
    /"id":"disk".*\n.*"id":"permissions".*\n.*"id":"database","state":"problem".*not a readable database/,
  )
  await drop()
})
