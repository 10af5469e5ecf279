import type { Browser, Page } from 'playwright-core'
import { findChromium, launchChromium } from '../../e2e/support/browser.ts'
import { openPanel } from '../../e2e/support/open-panel.ts'
import { startSeededServer } from '../../e2e/support/seeded-server.ts'
import { type BenchRow, percentile } from '../bench-row.ts'

const ROUNDS = 5
const SLOWER = 4
const GOAL_MS = 1_000
const MAX_BYTES = 250_000
const QUIET_MS = 1_000
/** Keeps what the browser tells of the page while it loads. */
const watchPaint = `{
  window.largestPaintMs = 0
  window.lastLongTaskMs = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.largestPaintMs = entry.startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.lastLongTaskMs = entry.startTime + entry.duration
  }).observe({ type: 'longtask', buffered: true })
}`

/** Live events never end, so the network never rests: a second without paint and long task is the end of loading. */
const untilQuiet = `new Promise((resolve) => {
  const timer = setInterval(() => {
    if (largestPaintMs === 0 || performance.now() - Math.max(largestPaintMs, lastLongTaskMs) < ${QUIET_MS}) return
    clearInterval(timer)
    resolve({ largestPaintMs, lastLongTaskMs })
  }, 100)
})`

interface View {
  readonly largestPaintMs: number
  /** Painted, and no task over 50 ms after it: a press is answered at once. */
  readonly interactiveMs: number
  /** Of scripts, as sent, with gzip, until the page is quiet: also what it fetches ahead. */
  readonly scriptBytes: number
  /** Of styles, answers and fonts. */
  readonly otherBytes: number
}

/** The first view of the panel with an empty cache on a processor four times as slow, beside a page of one sentence. */
export default async function run(): Promise<BenchRow[]> {
  const executable = findChromium()
  if (!executable) return [{ figure: 'first view of the panel', value: 'skipped: Chromium is not installed' }]
  const server = await startSeededServer()
  const browser = await launchChromium(executable)
  try {
    // What no visit measures: the server has read its files once.
    await visit(browser, `${server.url}/panel/login`)
    const pages = { login: `${server.url}/panel/login`, floor: 'data:text/html,<p>One sentence.' }
    const [logins, floors, dashboards]: [View[], View[], View[]] = [[], [], []]
    const panel = await openPanel(browser, server, { beforePage: watchPaint })
    for (let round = 0; round < ROUNDS; round++) {
      logins.push(await visit(browser, pages.login))
      floors.push(await visit(browser, pages.floor))
      dashboards.push(await measure(panel.page, `${server.url}/panel/dashboard`))
    }
    return [...rows('login page', logins, floors), ...rows('dashboard, logged in', dashboards, floors)]
  } finally {
    await browser.close()
    await server.close()
  }
}

function rows(name: string, views: readonly View[], floors: readonly View[]): BenchRow[] {
  const middle = (list: readonly View[], key: keyof View) =>
    percentile(
      list.map((view) => view[key]),
      0.5,
    )
  const time = (figure: string, key: 'largestPaintMs' | 'interactiveMs'): BenchRow => {
    const [value, floor] = [middle(views, key), middle(floors, key)]
    return {
      figure: `${name}: ${figure}, p50`,
      value: `${value.toFixed(0)} ms`,
      rival: `one sentence ${floor.toFixed(0)} ms`,
      ratio: (value / floor).toFixed(1),
      goal: `≤ ${GOAL_MS} ms`,
      isMet: value <= GOAL_MS,
    }
  }
  const bytes = middle(views, 'scriptBytes')
  return [
    time('largest paint', 'largestPaintMs'),
    time('interactive', 'interactiveMs'),
    {
      figure: `${name}: scripts as sent, and the rest`,
      value: `${(bytes / 1_000).toFixed(0)} kB + ${(middle(views, 'otherBytes') / 1_000).toFixed(0)} kB`,
      goal: `≤ ${MAX_BYTES / 1_000} kB`,
      isMet: bytes <= MAX_BYTES,
    },
  ]
}

async function visit(browser: Browser, url: string): Promise<View> {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  await context.addInitScript({ content: watchPaint })
  const view = await measure(await context.newPage(), url)
  await context.close()
  return view
}

async function measure(page: Page, url: string): Promise<View> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.clearBrowserCache')
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const scripts = new Set<string>()
  let [scriptBytes, otherBytes] = [0, 0]
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength
    else otherBytes += encodedDataLength
  })
  await page.goto(url, { waitUntil: 'load' })
  const { largestPaintMs, lastLongTaskMs } = await page.evaluate<{ largestPaintMs: number; lastLongTaskMs: number }>(
    untilQuiet,
  )
  await session.detach()
  return { largestPaintMs, interactiveMs: Math.max(largestPaintMs, lastLongTaskMs), scriptBytes, otherBytes }
}

if (import.meta.main) console.table(await run())
