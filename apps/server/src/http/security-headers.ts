import type { FastifyInstance } from 'fastify'
import { isKeyPath } from './key-paths.ts'

/** Nothing but what this server hands out itself, and no inline code. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join(';')

const YEAR_SECONDS = 31_536_000

/** The same for every answer, so they are made once: a list a library assembles for each request costs more than the rest of the way in. */
const headers = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), payment=(), usb=(), microphone=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

/** An answer to a program is no page: what a browser would do with one is refused in three lines. */
const headersForPrograms = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
}

/** Strict by default, without inline code: a page that is meant to be embedded will say so on its own route. */
export function registerSecurityHeaders(app: FastifyInstance, options: { isHttps: boolean }): void {
  const transport = options.isHttps ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains` } : {}
  const forPanelFiles = Object.entries({ ...headers, ...transport }).flat()
  const forPages = [...forPanelFiles, 'cache-control', 'no-store']
  const forPrograms = Object.entries({ ...headersForPrograms, ...transport }).flat()
  app.addHook('onRequest', (request, reply, done) => {
    const { url } = request
    const isFile = url.startsWith('/panel/')
    reply.head = ['x-request-id', request.id, ...(isFile ? forPanelFiles : isKeyPath(url) ? forPrograms : forPages)]
    done()
  })
}
