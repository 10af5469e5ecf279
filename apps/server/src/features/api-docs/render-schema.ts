import { escapeHtml } from './escape-html.ts'
import type { Schema } from './openapi-document.ts'

/** Deeper than this a reader is better served by the name. */
const MAX_DEPTH = 4

type Schemas = Readonly<Record<string, Schema>>

/** A schema as a list of its fields, those inside them below. */
export function renderSchema(schema: Schema, schemas: Schemas, above: readonly string[] = []): string {
  const { name, target } = resolve(schema, schemas)
  if (above.length >= MAX_DEPTH || (name !== null && above.includes(name))) return ''
  const inside = [...above, name ?? '']
  const variants = target.oneOf ?? target.anyOf
  if (variants) return renderVariants(variants, schemas, inside)
  if (target.items) return renderSchema(target.items, schemas, above)
  const fields = Object.entries(target.properties ?? {}).map(([field, value]) => {
    const isRequired = target.required?.includes(field) ?? false
    return `<li><code>${escapeHtml(field)}</code>${isRequired ? '' : '<span class="optional">?</span>'} <span class="type">${describeType(value, schemas)}</span>${renderSchema(value, schemas, inside)}</li>`
  })
  return fields.length === 0 ? '' : `<ul class="fields">${fields.join('')}</ul>`
}

function renderVariants(variants: readonly Schema[], schemas: Schemas, above: readonly string[]): string {
  const shown = variants.map((variant) => renderSchema(variant, schemas, above)).filter((html) => html !== '')
  return shown.length > 1 ? shown.join('<p class="or">or</p>') : (shown[0] ?? '')
}

/** `string or null`, `list of Message`, `"ru" | "en"`, with the limits that a caller can break. */
export function describeType(schema: Schema, schemas: Schemas): string {
  const { name, target } = resolve(schema, schemas)
  if (target.const !== undefined) return escapeHtml(JSON.stringify(target.const))
  if (target.enum) return target.enum.map((value) => escapeHtml(JSON.stringify(value))).join(' | ')
  const variants = target.oneOf ?? target.anyOf
  if (variants) return [...new Set(variants.map((variant) => describeType(variant, schemas)))].join(' or ')
  if (target.items) return `list of ${describeType(target.items, schemas)}`
  const type = name ?? ([target.type ?? 'any'].flat().join(' or ') as string) // Flat, it is a list of words.
  return escapeHtml(type) + describeLimits(target)
}

function describeLimits({ minimum, maximum, minLength, maxLength, default: fallback }: Schema): string {
  const range = (from: number | undefined, to: number | undefined, unit: string) =>
    from === undefined && to === undefined ? [] : [`${from ?? 0} to ${to ?? '∞'}${unit}`]
  // Safe integers are the limit of JSON, not of ours.
  const isOwn = (limit: number | undefined) => (Math.abs(limit ?? 0) === Number.MAX_SAFE_INTEGER ? undefined : limit)
  const limits = [
    ...range(isOwn(minimum), isOwn(maximum), ''),
    ...range(minLength, maxLength, ' characters'),
    ...(fallback === undefined ? [] : [`default ${JSON.stringify(fallback)}`]),
  ]
  return limits.length === 0 ? '' : ` <small>(${escapeHtml(limits.join(', '))})</small>`
}

function resolve(schema: Schema, schemas: Schemas): { name: string | null; target: Schema } {
  const name = schema.$ref?.split('/').at(-1) ?? null
  return { name, target: (name === null ? undefined : schemas[name]) ?? schema }
}
