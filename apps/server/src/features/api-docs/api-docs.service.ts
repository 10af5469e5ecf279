import { readFile } from 'node:fs/promises'
import { AppError } from '#server/platform/app-error.ts'
import type { OpenApiDocument } from './openapi-document.ts'
import { renderDocsPage } from './render-docs-page.ts'

/** Made from the contracts by `npm run api:generate`; a test keeps it true. Making it takes longer than a request may. */
const documentFile = new URL('../../../../../docs/openapi.json', import.meta.url)
const styleFile = new URL('./docs.css', import.meta.url)

export interface ApiDocsService {
  /** @throws AppError `service_unavailable` where the file was left out of the installation */
  openApi(): Promise<string>
  page(): Promise<string>
  style(): Promise<string>
}

export function createApiDocsService(): ApiDocsService {
  const openApi = once(() =>
    readFile(documentFile, 'utf8').catch((error: unknown) => {
      throw new AppError('service_unavailable', { detail: 'docs/openapi.json is missing here', cause: error })
    }),
  )
  return {
    openApi,
    page: once(async () => renderDocsPage(JSON.parse(await openApi()) as OpenApiDocument)), // Our own file, checked by a test.
    style: once(() => readFile(styleFile, 'utf8')),
  }
}

/** The first call does the work; one that failed is tried again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null
  return () => {
    result ??= work().catch((error: unknown) => {
      result = null
      throw error
    })
    return result
  }
}
