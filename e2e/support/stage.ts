import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { findChromium, launchChromium } from './browser.ts'
import { openPanel, type PanelOptions } from './open-panel.ts'
import { type SeededServer, startSeededServer } from './seeded-server.ts'
import { startTestServer, type TestServer } from './server.ts'

const executable = findChromium()

/** A block of tests that needs a browser. */
export const describeInBrowser = describe.skipIf(executable === null)

interface Stage<S> {
  readonly browser: Browser
  readonly server: S
}

interface StageOptions<S> {
  /** @default a server with an account and a business in it */
  readonly start: () => Promise<S>
  readonly browserArguments?: readonly string[]
}

/** Before the tests of a block: a browser and a server of its own. Both end after it, also where the rest of the set-up fails. */
function beforeAllOn<S extends TestServer>(
  { start, browserArguments = [] }: StageOptions<S>,
  setUp: (stage: Stage<S>) => unknown,
): void {
  const opening: Promise<{ close(): Promise<unknown> }>[] = []
  const open = <T extends { close(): Promise<unknown> }>(it: Promise<T>): Promise<T> => {
    opening.push(it)
    return it
  }
  beforeAll(async () => {
    const [browser, server] = await Promise.all([
      open(launchChromium(executable ?? '', browserArguments)),
      open(start()),
    ])
    await setUp({ browser, server })
  })
  afterAll(() => Promise.allSettled(opening.map(async (it) => (await it).close())))
}

/** With a server that nobody has set up yet. */
export const beforeAllOnFirstStart = (setUp: (stage: Stage<TestServer>) => unknown, start = startTestServer): void =>
  beforeAllOn({ start: () => start() }, setUp)

/** With a server that has an account, a business and a conversation. */
export const beforeAllWithServer = (
  setUp: (stage: Stage<SeededServer>) => unknown,
  options: Partial<StageOptions<SeededServer>> = {},
): void => beforeAllOn({ start: startSeededServer, ...options }, setUp)

/** With the same, and its panel open with the owner logged in. */
export function beforeAllInPanel(
  setUp: (stage: Stage<SeededServer> & { readonly page: Page }) => unknown,
  { browserArguments = [], ...options }: PanelOptions & { browserArguments?: readonly string[] } = {},
): void {
  beforeAllWithServer(
    async (stage) => setUp({ ...stage, page: (await openPanel(stage.browser, stage.server, options)).page }),
    { browserArguments },
  )
}

/** A browser for tests that bring their own servers. */
export function beforeAllBrowser(): () => Browser {
  let browser: Browser | null = null
  beforeAll(async () => {
    browser = await launchChromium(executable ?? '')
  })
  afterAll(() => browser?.close())
  return () => {
    if (!browser) throw new Error('The browser starts before the first test')
    return browser
  }
}
