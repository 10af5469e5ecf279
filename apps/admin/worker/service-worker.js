// Keeps the static shell of the panel, so that it opens without a connection. Nothing else: what needs a login, any other
// address, and any answer that is not one of our own built files, goes past it. `service-worker-build.ts` fills in the two lists.
const version = '__VERSION__'
const shell = __SHELL__

const SCOPE = '/panel/'
const cacheName = `secretary-shell-${version}`

self.addEventListener('install', (event) => {
  // Where the browser can, it doesn't even ask this worker about anything but the panel's own files.
  event.addRoutes?.([{ condition: { not: { urlPattern: { pathname: `${SCOPE}*` } } }, source: 'network' }])
  event.waitUntil(keepShell())
})

self.addEventListener('activate', (event) => event.waitUntil(dropOlder()))

self.addEventListener('message', (event) => {
  // The person has agreed to load the new version.
  if (event.data === 'activate') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(SCOPE)) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch((error) => shellPage(error)))
  else if (pathname.startsWith(`${SCOPE}assets/`)) event.respondWith(answerAsset(request))
  else if (shell.includes(pathname)) event.respondWith(fetch(request).catch(() => caches.match(pathname)))
})

async function keepShell() {
  const cache = await caches.open(cacheName)
  await Promise.all(
    shell.map(async (path) => keep(cache, path, await fetch(path, { credentials: 'omit', cache: pageCache(path) }))),
  )
}

/** Built files have their content in their name; the page and what stands beside it must be those of now. */
function pageCache(path) {
  return path.startsWith(`${SCOPE}assets/`) ? 'default' : 'reload'
}

async function keep(cache, path, response) {
  if (!isShell(response)) throw new Error(`${path} can't be kept: ${response.status}`)
  await cache.put(path, response)
}

/** A whole answer of this server that it lets everybody store. */
function isShell(response) {
  return (
    response.status === 200 &&
    response.type === 'basic' &&
    !/no-store|private/.test(response.headers.get('cache-control') ?? '')
  )
}

async function dropOlder() {
  const names = await caches.keys()
  await Promise.all(
    names
      .filter((name) => name.startsWith('secretary-shell-') && name !== cacheName)
      .map((name) => caches.delete(name)),
  )
}

async function shellPage(error) {
  const page = await caches.match(SCOPE)
  if (page) return page
  throw error
}

async function answerAsset(request) {
  const { pathname } = new URL(request.url)
  const kept = await caches.match(pathname)
  if (kept) return kept
  const response = await fetch(pathname, { credentials: 'omit', signal: request.signal })
  if (isShell(response)) {
    const cache = await caches.open(cacheName)
    await cache.put(pathname, response.clone())
  }
  return response
}
