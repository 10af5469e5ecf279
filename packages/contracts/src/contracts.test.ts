import { expect, it } from 'vitest'
import * as z from 'zod'
import { contracts } from './contracts.ts'
import { modules } from './permissions.ts'
import { isKeyAccess, type RouteDefinition } from './route.ts'

const routes: [string, RouteDefinition][] = Object.entries(contracts)

/** Hashed, encrypted or compared in memory: these never reach a database as they are. */
const neverStored = /password|token|ticket|cursor|timeZone|body\.path$|apiKey/i

interface Field {
  readonly path: string
  readonly schema: z.ZodString
}

/** Every plain string a caller may send, by its path. */
function stringsOf(schema: unknown, path: string): Field[] {
  if (schema instanceof z.ZodString) return [{ path, schema }]
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, inner]) => stringsOf(inner, `${path}.${name}`))
  if (schema instanceof z.ZodArray) return stringsOf(schema.element, `${path}[]`)
  if (schema instanceof z.ZodRecord) return stringsOf(schema.valueType, `${path}{}`)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return stringsOf(schema.unwrap(), path)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => stringsOf(option, path))
  return []
}

const inputs = routes.flatMap(([name, { params, query, body }]) =>
  Object.entries({ params, query, body }).flatMap(([part, schema]) => stringsOf(schema, `${name} ${part}`)),
)

it('finds the strings of the routes it is to check', () => {
  expect(inputs.length).toBeGreaterThan(60)
})

it('lets no string in that a database can not hold', () => {
  const open = inputs
    .filter(({ path }) => !neverStored.test(path))
    .filter(({ schema }) => ['a\u0000b', 'a\ud800b'].some((value) => schema.safeParse(value).success))
  expect(open.map(({ path }) => path)).toEqual([])
})

it('bounds every string', () => {
  const endless = inputs.filter(({ schema }) => schema.safeParse('7'.repeat(3_000_000)).success)
  expect(endless.map(({ path }) => path)).toEqual([])
})

it('has one route for a method and a path', () => {
  const addresses = routes.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`)
  expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([])
})

it('names the parameters of its path in its schema, and no others', () => {
  for (const [name, { path, params }] of routes) {
    const inPath = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter)
    const declared = params instanceof z.ZodObject ? Object.keys(params.shape) : []
    expect([name, declared.toSorted()]).toEqual([name, inPath.toSorted()])
  }
})

it('says what is left behind by everything that writes', () => {
  for (const [name, { method, audit }] of routes)
    expect([name, method === 'GET' || audit !== undefined]).toEqual([name, true])
})

it('asks for permissions of modules that exist', () => {
  for (const [name, { access }] of routes) {
    const [module] = access.split(':')
    const isKnown = isKeyAccess(access) || ['public', 'session', 'ticket', 'metrics', ...modules].includes(module ?? '')
    expect([name, isKnown]).toEqual([name, true])
  }
})

it('refuses fields nobody declared in every body but those that OpenAI defines', () => {
  const loose = routes
    // What is handed over as bytes is checked by whoever reads it.
    .filter(([, { body, consumes, errors }]) => body instanceof z.ZodObject && !consumes && errors !== 'openai')
    .filter(([, { body }]) => {
      const issues = body?.safeParse({ nobodyDeclared: 1 }).error?.issues ?? []
      return !issues.some(({ code }) => code === 'unrecognized_keys')
    })
  expect(loose.map(([name]) => name)).toEqual([])
})
