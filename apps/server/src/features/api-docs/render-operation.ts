import { escapeHtml } from './escape-html.ts'
import type { Content, OpenApiDocument, Operation, Parameter } from './openapi-document.ts'
import { describeType, renderSchema } from './render-schema.ts'

type Schemas = OpenApiDocument['components']['schemas']

export interface Place {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** One call: closed it is a line, open it says what it takes and gives. */
export function renderOperation({ method, path, operation }: Place, schemas: Schemas): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation
  const sections = [
    `<p class="access">${describeAccess(operation['x-access'])}</p>`,
    parameters.length > 0 ? `<h4>Parameters</h4>${renderParameters(parameters, schemas)}` : '',
    requestBody ? `<h4>Body</h4>${renderContent(requestBody.content, schemas)}` : '',
    '<h4>Answers</h4>',
    ...Object.entries(responses).map(([status, { description, content = {} }]) =>
      Number(status) < 300
        ? `<p><b>${status}</b></p>${renderContent(content, schemas)}`
        : `<p><b>${status}</b> <code>${escapeHtml(description)}</code></p>`,
    ),
  ]
  return `<details id="${escapeHtml(operationId)}"><summary><span class="method ${method}">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code> <span class="summary">${escapeHtml(summary)}</span></summary><div class="call">${sections.join('')}</div></details>`
}

function describeAccess(access: string): string {
  const [kind, name] = access.split(':')
  if (kind === 'key') return `API key, scope <code>${escapeHtml(name ?? '')}</code>`
  const known: Record<string, string> = {
    public: 'Open to everybody',
    session: 'Anybody who is logged in',
    ticket: 'A single-use ticket',
    metrics: 'This machine, or the metrics token',
  }
  return known[access] ?? `Logged in, with the right <code>${escapeHtml(access)}</code>`
}

function renderParameters(parameters: readonly Parameter[], schemas: Schemas): string {
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code>${required ? '' : '<span class="optional">?</span>'}</td><td>${escapeHtml(place)}</td><td class="type">${describeType(schema, schemas)}</td></tr>`,
  )
  return `<table><thead><tr><th>Name</th><th>In</th><th>Type</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function renderContent(content: Content, schemas: Schemas): string {
  return Object.entries(content)
    .map(([type, { schema }]) => {
      const of = schema ? ` <span class="type">${describeType(schema, schemas)}</span>` : ''
      return `<p><code>${escapeHtml(type)}</code>${of}</p>${schema ? renderSchema(schema, schemas) : ''}`
    })
    .join('')
}
