import fc from 'fast-check'
import { expect, it } from 'vitest'
import { escapeHtml } from './escape-html.ts'
import type { Schema } from './openapi-document.ts'
import { describeType, renderSchema } from './render-schema.ts'

const schemas: Record<string, Schema> = {
  Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' }, name: { type: 'string' } } },
}

it.each<[Schema, string]>([
  [{ type: 'string', minLength: 1, maxLength: 5 }, 'string <small>(1 to 5 characters)</small>'],
  [{ type: 'integer', minimum: 1 }, 'integer <small>(1 to ∞)</small>'],
  [{ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 'integer'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, 'list of &quot;a&quot; | &quot;b&quot;'],
  [{ $ref: '#/components/schemas/Node' }, 'Node'],
  [{ type: 'boolean', default: true }, 'boolean <small>(default true)</small>'],
  [{}, 'any'],
])('%j is %s', (schema, text) => {
  expect(describeType(schema, schemas)).toBe(text)
})

it('ends where a schema comes back to itself', () => {
  const html = renderSchema({ $ref: '#/components/schemas/Node' }, schemas)
  expect(html.match(/<code>next<\/code>/g)).toHaveLength(1)
})

it('lets no text become markup', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/)
      const html = renderSchema({ properties: { [text]: { enum: [text] } } }, {})
      expect(html.replaceAll(/<\/?(?:ul|li|code|span)(?: class="[a-z]+")?>/g, '')).not.toMatch(/[<>"']/)
    }),
  )
})
