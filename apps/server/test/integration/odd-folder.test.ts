import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from '#server-test/support/server-process.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
let folder = ''
let server: ServerProcess | null = null
afterEach(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

it('starts and speaks in a folder whose name has a space, Cyrillic letters and a per cent sign', async () => {
  folder = mkdtempSync(join(tmpdir(), 'мой секретарь 100%20 '))
  mkdirSync(join(folder, 'apps/server'), { recursive: true })
  for (const part of ['package.json', 'apps/server/package.json', 'apps/server/src', 'packages'])
    cpSync(join(root, part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.endsWith('/node_modules'),
    })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  server = await startServerProcess({ DATA_DIR: join(folder, 'data') }, [], join(folder, 'apps/server/src/main.ts'))
  const token = await server.setUp()
  const answer = await fetch(`${server.url}/admin/auth/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ path: '/admin/voices/sample' }),
  })
  const { ticket } = (await answer.json()) as { ticket: string }
  const query = new URLSearchParams({ ticket, text: 'Добрый день', language: 'ru' })
  const spoken = await fetch(`${server.url}/admin/voices/sample?${query}`)
  expect(spoken.status).toBe(200)
  expect((await spoken.arrayBuffer()).byteLength).toBeGreaterThan(10_000)
})
