import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const root = fileURLToPath(new URL('../../../admin/dist/', import.meta.url))

/** The built panel under `/panel/`, in history mode: an address without a file is the page itself. Hashed files never change. */
export async function registerPanelFiles(app: FastifyInstance): Promise<void> {
  const redirects = { '/': '/panel/', '/panel': '/panel/', '/setup': '/panel/setup' }
  for (const [from, to] of Object.entries(redirects)) app.get(from, (_request, reply) => reply.redirect(to))
  if (!existsSync(root)) {
    app.log.warn('the panel is not built yet: npm start builds it')
    return
  }
  await app.register(fastifyStatic, {
    root,
    prefix: '/panel/',
    index: 'index.html',
    wildcard: true,
    dotfiles: 'ignore',
    preCompressed: true,
    cacheControl: false,
    setHeaders(response, path) {
      response.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

/** True for an address of the panel that a browser opens as a page. */
export function isPanelPage(method: string, url: string): boolean {
  const path = url.split('?', 1)[0] ?? ''
  return method === 'GET' && path.startsWith('/panel/') && !path.startsWith('/panel/assets/') && existsSync(root)
}
