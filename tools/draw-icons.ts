import { mkdirSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** `npm run icons`: the icons of the installed panel, drawn from `apps/admin/public/favicon.svg`. Run it when the mark changes. */
const mark = readFileSync('apps/admin/public/favicon.svg', 'utf8')
const folder = 'apps/admin/public/icons'
/** Systems cut a maskable icon to a shape of theirs; inside a circle of 80 % nothing is lost. */
const MASKABLE_SHARE = 0.72
const background = /<rect[^>]*fill="(#\w+)"/.exec(mark)?.[1] ?? '#3355c8'
const icons = [
  { name: 'icon-192', sizePx: 192, isFull: false },
  { name: 'icon-512', sizePx: 512, isFull: false },
  { name: 'maskable-512', sizePx: 512, isFull: true },
  { name: 'apple-touch-icon', sizePx: 180, isFull: true },
]

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
for (const { name, sizePx, isFull } of icons) {
  const markPx = isFull ? Math.round(sizePx * MASKABLE_SHARE) : sizePx
  await page.setViewportSize({ width: sizePx, height: sizePx })
  await page.setContent(
    `<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${isFull ? background : 'transparent'}}svg{width:${markPx}px;height:${markPx}px}</style>${mark}`,
  )
  await page.screenshot({ path: `${folder}/${name}.png`, omitBackground: true })
}
await browser.close()
