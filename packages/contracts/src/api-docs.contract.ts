import * as z from 'zod'
import { route } from './route.ts'

const shared = { method: 'GET', tags: ['system'], access: 'public', responses: { 200: z.string() } } as const

export const apiDocsContract = {
  getOpenApi: route({
    ...shared,
    path: '/openapi.json',
    summary: 'This API as an OpenAPI 3.1 document',
    produces: 'application/json',
  }),
  getApiDocs: route({ ...shared, path: '/docs', summary: 'This API as a page', produces: 'text/html' }),
  getApiDocsStyle: route({ ...shared, path: '/docs/style.css', summary: 'How that page looks', produces: 'text/css' }),
}
