import { request as ask, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllWithServer, describeInBrowser } from './support/stage.ts'
import { logIn } from './support/views.ts'
import { watchPage } from './support/watch-page.ts'

/** Stands before the server: can go away and come back, and hands out a newer worker when told so. */
async function startFront(target: string) {
  let newer = ''
  let server: Server
  const { hostname, port: targetPort } = new URL(target)
  const create = () =>
    createServer((incoming, outgoing) => {
      const { method, url: path, headers } = incoming
      const isWorker = path === '/panel/service-worker.js'
      // Uncompressed and whole, so that it can be added to.
      const others = { host: headers.host }
      const onward = ask(
        { hostname, port: targetPort, method, path, headers: isWorker ? others : headers },
        (answer) => {
          const { 'content-length': _length, ...answerHeaders } = answer.headers
          outgoing.writeHead(answer.statusCode ?? 502, isWorker ? answerHeaders : answer.headers)
          answer.pipe(outgoing, { end: !isWorker })
          if (isWorker) answer.once('end', () => outgoing.end(newer))
        },
      )
      onward.once('error', () => outgoing.destroy())
      outgoing.once('close', () => onward.destroy())
      incoming.pipe(onward)
    })
  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      server = create()
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)) // A TCP port, not a pipe.
    })
  const port = await listen(0)
  return {
    url: `http://127.0.0.1:${port}`,
    comeBack: () => listen(port),
    goAway: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    update: () => {
      newer = '\n// A newer version.\n'
    },
  }
}

describeInBrowser('the installed panel', () => {
  let server: SeededServer
  let front: Awaited<ReturnType<typeof startFront>>
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let watched: ReturnType<typeof watchPage>
  const untilControlled = async () => {
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await page.reload()
    await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true)
  }

  beforeAllWithServer(async (stage) => {
    ;({ browser, server } = stage)
    front = await startFront(server.url)
    context = await browser.newContext({
      locale: 'ru-RU',
      viewport: { width: 1280, height: 800 },
      serviceWorkers: 'allow',
    })
    context.setDefaultTimeout(10_000)
    page = await context.newPage()
    watched = watchPage(page, front.url)
    await logIn(page, { url: front.url, account: server.account })
  })
  afterAll(() => front?.goAway())

  it('can be installed: name, scope, icons of the sizes they say', async () => {
    const href = await page.locator('link[rel=manifest]').getAttribute('href')
    const manifest = (await (await fetch(front.url + href)).json()) as {
      icons: { src: string; sizes: string; purpose?: string }[]
    }
    expect(manifest).toMatchObject({ name: 'Секретарь', scope: '/panel/', start_url: '/panel/', display: 'standalone' })
    expect(manifest.icons.map(({ sizes, purpose }) => [sizes, purpose])).toEqual([
      ['192x192', undefined],
      ['512x512', undefined],
      ['512x512', 'maskable'],
    ])
    for (const { src, sizes } of manifest.icons) {
      const answer = await fetch(front.url + src)
      expect(answer.headers.get('content-type')).toBe('image/png')
      const bytes = Buffer.from(await answer.arrayBuffer())
      // Width and height stand at a fixed place of a PNG.
      expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes)
    }
    const session = await context.newCDPSession(page)
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
    // A window that leaves no traces never installs anything; that is all it may say.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
  })

  it('keeps the static shell and nothing that needed a login, after real use', async () => {
    await untilControlled()
    for (const path of [
      'chat',
      `chat/${server.conversationId}`,
      'faq',
      'leads',
      'people',
      'settings',
      'about',
      'api-keys',
    ]) {
      await page.goto(`${front.url}/panel/${path}`)
      await page.locator('main *').first().waitFor()
      await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
    }
    await page.evaluate(
      `Promise.all(['/admin/auth/me', '/v1/models', '/health', '/panel/../admin/chat/sessions', '/panel/%2e%2e/admin/faq/entries', '/panel/nowhere.json', '/panel/assets/nowhere.js'].map((path) => fetch(path).then((answer) => answer.text(), () => '')))`,
    )
    const kept = await page.evaluate<{ path: string; type: string | null; text: string }[]>(`(async () => {
      const all = []
      for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const request of await cache.keys()) {
          const answer = await cache.match(request)
          all.push({ path: new URL(request.url).pathname, type: answer.headers.get('content-type'), text: await answer.text() })
        }
      }
      return all
    })()`)
    const foreign = kept.filter(
      ({ path }) =>
        !/^\/panel\/(?:assets\/[\w.-]+\.(?:js|css|woff2)|appearance-before-paint\.js|favicon\.svg)?$/.test(path),
    )
    expect(foreign.map(({ path }) => path)).toEqual([])
    expect(kept.filter(({ type }) => /json/.test(type ?? ''))).toEqual([])
    expect(kept.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/panel/', '/panel/appearance-before-paint.js']),
    )
    expect(kept.some(({ path }) => path.endsWith('.woff2'))).toBe(true)
    for (const secret of [server.account.name, 'Клиника «Улыбка»', 'Сколько весит Луна?'])
      expect(kept.filter(({ text }) => text.includes(secret)).map(({ path }) => path)).toEqual([])
  })

  it('opens without a connection, says so, and comes back by itself', async () => {
    await front.goAway()
    await page.goto(`${front.url}/panel/faq`)
    await page.getByText('Нет связи с сервером').waitFor()
    await page.getByText('откроется сама').waitFor()
    expect(await page.locator('input[type=password]').count()).toBe(0)
    await front.comeBack()
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor({ timeout: 20_000 })
    expect(new URL(page.url()).pathname).toBe('/panel/faq')
  })

  it('says that a new version is ready, and loads it when asked', async () => {
    front.update()
    await page.evaluate(
      'navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => undefined)',
    )
    await page.getByText('Готова новая версия панели').waitFor()
    const before = await page.evaluate(
      'navigator.serviceWorker.getRegistration().then((found) => found.waiting !== null)',
    )
    expect(before).toBe(true)
    const reloaded = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Загрузить новую версию' }).click()
    await reloaded
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
    expect(await page.getByText('Готова новая версия панели').count()).toBe(0)
    const after = await page.evaluate('navigator.serviceWorker.getRegistration().then((found) => found.waiting)')
    expect(after).toBe(null)
  })

  it('says its name in the language that was chosen, and breaks no rule of the page', async () => {
    await page.getByRole('button', { name: 'Язык' }).click()
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await expect
      .poll(() => page.locator('link[rel=manifest]').getAttribute('href'))
      .toBe('/panel/manifest.en.webmanifest')
    expect(watched.foreignRequests).toEqual([])
    expect(watched.complaints).toEqual([])
  })
})
