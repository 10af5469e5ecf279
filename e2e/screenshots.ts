import { mkdirSync } from 'node:fs'
import { findChromium, launchChromium } from './support/browser.ts'
import { startSeededServer } from './support/seeded-server.ts'
import { logIn, open, views } from './support/views.ts'

/** `npm run screenshots [FOLDER]`: every view, light and dark, desktop and phone, Russian and English. */
const folder = process.argv[2] ?? '.cache/screenshots'
const executable = findChromium()
if (!executable) throw new Error('Chromium is not installed')
mkdirSync(folder, { recursive: true })
const browser = await launchChromium(executable)
for (const language of ['ru', 'en'] as const) {
  const server = await startSeededServer(language)
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [1440, 'dark'],
    [360, 'light'],
  ] as const) {
    const context = await browser.newContext({
      locale: language === 'ru' ? 'ru-RU' : 'en-GB',
      viewport: { width, height: 900 },
      colorScheme,
    })
    const page = await context.newPage()
    await logIn(page, server)
    for (const view of views) {
      await open(page, server, view)
      await page.screenshot({ path: `${folder}/${view.name}-${language}-${width}-${colorScheme}.png` })
    }
    await context.close()
  }
  await server.close()
}
await browser.close()
console.log(`Screenshots are in ${folder}`)
