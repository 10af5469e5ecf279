import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCliProcess } from '#server-test/support/cli-process.ts'
import { createEmptyDatabase } from '#server-test/support/databases.ts'
import { type ServerProcess, startServerProcess } from '#server-test/support/server-process.ts'

describe('API keys at the command line', () => {
  let database: Awaited<ReturnType<typeof createEmptyDatabase>>
  let server: ServerProcess
  beforeAll(async () => {
    database = await createEmptyDatabase('sqlite')
    server = await startServerProcess({ DATA_DIR: database.dataDir })
  })
  afterAll(async () => {
    await server.close()
    await database.drop()
  })

  const cli = (...args: string[]) => runCliProcess(args, { DATA_DIR: database.dataDir })
  const statusOf = async (key: string) =>
    (await fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status
  // The running server looks for changes of others once a second.
  const soon = { timeout: 10_000, interval: 100 }

  it('are printed alone, open at once and end at once, in a server that runs already', async () => {
    const made = await cli('api-key', 'create', '--name', 'Shop', '--scopes', 'models,chat', '--expires', '30d')
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^sk-sec-[\w-]{43}\n$/), stderr: '' })
    const key = made.stdout.trim()
    await expect.poll(() => statusOf(key), soon).toBe(200)
    const listed = await cli('api-key', 'list')
    expect(listed.stdout).toContain('Shop')
    expect(listed.stdout).not.toContain(key)
    expect((await cli('api-key', 'revoke', 'Shop')).exitCode).toBe(0)
    await expect.poll(() => statusOf(key), soon).toBe(401)
    expect((await cli('api-key', 'list')).stdout).not.toContain('Shop')
  })

  it('come with --json as one object with id and key, and can be told apart by the id', async () => {
    const [first, second] = [
      JSON.parse((await cli('api-key', 'create', '--name', 'Twin', '--json')).stdout),
      JSON.parse((await cli('api-key', 'create', '--name', 'Twin', '--json')).stdout),
    ]
    expect([first.scopes, first.ownerKind, first.key === second.key]).toEqual([[], 'system', false])
    const ambiguous = await cli('api-key', 'revoke', 'Twin')
    expect([ambiguous.exitCode, ambiguous.stderr]).toEqual([2, expect.stringContaining('Several keys')])
    const revoked = await cli('api-key', 'revoke', first.id, '--json')
    expect(JSON.parse(revoked.stdout)).toEqual({ id: first.id, name: 'Twin' })
  })

  it.each([
    [['--name', ''], /name/],
    [['--name', 'x', '--scopes', 'everything'], /scopes/],
    [['--name', 'x', '--expires', 'soon'], /not a date/],
    [['--name', 'x', '--expires', '2020-01-01'], /over/],
    [['--name', 'x', '--expires', '2999-02-30'], /not a date/],
    [['--name', 'x', '--origins', 'site.example'], /allowedOrigins/],
    // A variable of a script that holds nothing does not mean everything.
    [['--name', 'x', '--scopes', ''], /--scopes names nothing/],
    [['--name', 'x', '--origins', ' , '], /--origins names nothing/],
    [['--name', 'x', '--scopes', 'chat', 'models'], /models/],
  ])('are not made of %j', async (options, problem) => {
    const { exitCode, stdout, stderr } = await cli('api-key', 'create', ...options)
    expect([exitCode === 0, stdout, stderr]).toEqual([false, '', expect.stringMatching(problem)])
  })
})
