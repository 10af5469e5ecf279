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

/** What stands out of the window sideways, unless it scrolls inside a box of its own. */
export function sidewaysOverflow(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const widthPx = document.documentElement.clientWidth
    const isScrolled = (element) => {
      for (let box = element.parentElement; box; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box)
        if (overflowX !== 'visible' && box.getBoundingClientRect().right <= widthPx + 1) return true
      }
      return false
    }
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, width } = element.getBoundingClientRect()
      return width > 1 && right > widthPx + 1 && !isScrolled(element)
    })
    const found = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 200))
    return document.documentElement.scrollWidth > widthPx ? ['the page scrolls sideways', ...found] : found
  })()`)
}
