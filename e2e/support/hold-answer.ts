import type { Page, Request } from 'playwright-core'

interface HeldAnswer {
  /** The first request that was held. */
  readonly asked: Promise<Request>
  readonly count: () => number
  /** Lets what was held, and all that follows, go on. */
  release(): void
}

/** The server does what it is asked, and the page does not hear of it until the test says so. */
export async function holdAnswer(page: Page, method: string, address: RegExp): Promise<HeldAnswer> {
  const asked = Promise.withResolvers<Request>()
  const released = Promise.withResolvers<void>()
  let count = 0
  await page.route(address, async (route) => {
    if (route.request().method() !== method) return route.fallback()
    count++
    const response = await route.fetch()
    asked.resolve(route.request())
    await released.promise
    await route.fulfill({ response })
  })
  return { asked: asked.promise, count: () => count, release: () => released.resolve() }
}
