import type { Page } from 'playwright-core'

/** Requests that leave the server under test, and everything the console complains about. */
export function watchPage(
  page: Page,
  serverUrl: string,
): { readonly foreignRequests: string[]; readonly complaints: string[] } {
  const foreignRequests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(serverUrl) && !url.startsWith('data:') && !url.startsWith('blob:')) foreignRequests.push(url)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A refused request is an answer the page deals with; the browser prints it all the same.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  return { foreignRequests, complaints }
}
