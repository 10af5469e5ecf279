import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What serious or critical axe-core finds. As text: the page has a document, this program has none. */
export async function seriousFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  // Hundreds of time zones in a list of the browser's own take seconds and look like each other.
  const { violations } = await page.evaluate<AxeResult>('axe.run({ exclude: [["option"]] })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** As if it had been chosen, with every colour where it will stay. */
export async function showTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
  // A colour that is inherited moves on with each step of its parent, so the end of one move is the beginning of the next.
  await page.evaluate(`(async () => {
    const moving = () => document.getAnimations().filter(({ playState }) => playState === 'running')
    for (let all = moving(); all.length > 0; all = moving()) await Promise.allSettled(all.map(({ finished }) => finished))
  })()`)
}

/**
 * What stands out of the window sideways, unless it scrolls inside a box of its own.
 * A window that has just changed its size is drawn anew in steps: told is what still stands out after 5 s.
 */
export function sidewaysOverflow(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(async () => {
    const isScrolled = (element, widthPx) => {
      for (let box = element.parentElement; box; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box)
        if (overflowX !== 'visible' && box.getBoundingClientRect().right <= widthPx + 1) return true
      }
      return false
    }
    const findAll = () => {
      const widthPx = document.documentElement.clientWidth
      const isPageWide = document.documentElement.scrollWidth > widthPx
      const wide = [...document.querySelectorAll('body *')].filter((element) => {
        const { right, width } = element.getBoundingClientRect()
        // What only a screen reader sees is 1 px wide, and can widen the page all the same.
        return (width > 1 || isPageWide) && right > widthPx + 1 && !isScrolled(element, widthPx)
      })
      const found = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 200))
      return isPageWide ? ['the page scrolls sideways', ...found] : found
    }
    const endMs = performance.now() + 5_000
    let found = findAll()
    while (found.length > 0 && performance.now() < endMs) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      found = findAll()
    }
    return found
  })()`)
}
