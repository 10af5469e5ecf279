import { scheduler } from 'node:timers/promises'
import { escapeHtml } from './escape-html.ts'
import type { OpenApiDocument } from './openapi-document.ts'
import { type Place, renderOperation } from './render-operation.ts'

/** What people come for stands first; the rest follows by name. */
const firstTags = ['openai', 'legacy']
const tagTitles: Record<string, string> = {
  openai: 'For OpenAI clients',
  legacy: 'Older addresses',
  'api-keys': 'API keys',
  faq: 'Questions and answers',
  leads: 'Customer messages',
}

/** The whole API on one page: no script, no request to anywhere but this server. */
export async function renderDocsPage(document: OpenApiDocument): Promise<string> {
  const groups = Object.entries(groupByTag(document)).sort(
    ([left], [right]) => rank(left) - rank(right) || (left < right ? -1 : 1),
  )
  const links = groups.map(
    ([tag, places]) => `<li><a href="#tag-${escapeHtml(tag)}">${titleOf(tag)}</a> <small>${places.length}</small></li>`,
  )
  const sections: string[] = []
  for (const [tag, places] of groups) {
    // Other requests come in between.
    await scheduler.yield()
    const calls = places.map((place) => renderOperation(place, document.components.schemas))
    sections.push(`<section id="tag-${escapeHtml(tag)}"><h2>${titleOf(tag)}</h2>${calls.join('')}</section>`)
  }
  const { title, version } = document.info
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<nav aria-label="Parts of the API"><p class="brand">${escapeHtml(title)} API <small>${escapeHtml(version)}</small></p><ul>${links.join('')}</ul></nav>
<main>
<h1>${escapeHtml(title)} API</h1>
<p>Programs send an API key, as <code>Authorization: Bearer …</code>, <code>x-api-key</code> or <code>api-key</code>; the page
“API keys” of the panel makes one. Everything under <code>/admin</code> is the panel’s own and takes the access token of a log-in.</p>
<p>The same as a file: <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1.</p>
${sections.join('\n')}
</main>
</body>
</html>
`
}

function groupByTag(document: OpenApiDocument): Record<string, Place[]> {
  const groups: Record<string, Place[]> = {}
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? 'other'
      groups[tag] = [...(groups[tag] ?? []), { method, path, operation }]
    }
  return groups
}

function rank(tag: string): number {
  const position = firstTags.indexOf(tag)
  return position === -1 ? firstTags.length : position
}

function titleOf(tag: string): string {
  return escapeHtml(tagTitles[tag] ?? tag.charAt(0).toUpperCase() + tag.slice(1))
}
