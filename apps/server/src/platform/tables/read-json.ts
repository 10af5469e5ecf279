import { ImportError } from './import-error.ts'
import { importLimits } from './import-limits.ts'
import type { RawTable } from './import-table.ts'
import { joinList } from './list-cell.ts'
import { createRecordCollector, type RecordCollector } from './record-collector.ts'
import type { TableFields } from './table-fields.ts'

/**
 * A JSON text as records: a list of objects (our export of questions wraps it in `entries`), a list of lists, or a map from
 * the first of the pair to the second, bare or under a key such as `faq`. Keys become column names in the order of their first appearance; they are data, so
 * `__proto__` is a name like any other.
 * @throws ImportError `json_invalid`, `json_too_deep`, or a limit of the table.
 */
export function readJson(text: string, { encoding, fields }: { encoding: string; fields: TableFields }): RawTable {
  checkDepth(text)
  const source = rowsOf(parse(text), fields)
  const collector = createRecordCollector()
  const names = Array.isArray(source) ? readList(source, collector) : readMap(source, fields.pair, collector)
  return { format: 'json', encoding, delimiter: null, names, ...collector.result() }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ImportError('json_invalid', { cause })
  }
}

/** Refuses nesting before anything recursive sees it. */
function checkDepth(text: string): void {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isInString) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) isInString = false
    } else if (code === 0x22) isInString = true
    else if (code === 0x7b || code === 0x5b) depth += 1
    else if (code === 0x7d || code === 0x5d) depth -= 1
    if (depth > importLimits.jsonDepth) throw new ImportError('json_too_deep', { limit: importLimits.jsonDepth })
  }
}

type JsonObject = Map<string, unknown>

function rowsOf(value: unknown, { pair, jsonContainers }: TableFields): unknown[] | JsonObject {
  if (Array.isArray(value)) return value
  const object = asObject(value)
  if (object === null) throw new ImportError('json_invalid')
  for (const key of jsonContainers) {
    const inner = object.get(key)
    if (Array.isArray(inner)) return inner
    const innerObject = asObject(inner)
    if (innerObject !== null) return isRow(innerObject, pair) ? [inner] : innerObject
  }
  return isRow(object, pair) ? [value] : object
}

function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null
}

function isRow(object: JsonObject, pair: TableFields['pair']): boolean {
  return pair.every((field) => object.has(field))
}

function readMap(map: JsonObject, [first, second]: TableFields['pair'], collector: RecordCollector): string[] {
  const names = createNames()
  names.indexOf(first)
  names.indexOf(second)
  let row = 0
  for (const [key, value] of map) {
    row += 1
    const details = asObject(value)
    const object = details === null ? new Map([[second, value]]) : new Map(details)
    object.set(first, key)
    collector.add(row, toCells(object, row, { names, collector }))
  }
  return names.list
}

function readList(list: readonly unknown[], collector: RecordCollector): string[] | null {
  const names = createNames()
  let hasObject = false
  for (const [index, value] of list.entries()) {
    const row = index + 1
    const object = asObject(value)
    if (object !== null) {
      hasObject = true
      collector.add(row, toCells(object, row, { names, collector }))
    } else if (Array.isArray(value)) {
      collector.add(
        row,
        value.map((item) => toCell(item, row, collector)),
      )
    } else {
      collector.fault(row, 'not_an_object')
      collector.add(row, [toCell(value, row, collector)])
    }
  }
  return hasObject ? names.list : null
}

function createNames() {
  const positions = new Map<string, number>()
  const list: string[] = []
  return {
    list,
    indexOf(name: string): number {
      const known = positions.get(name)
      if (known !== undefined) return known
      if (list.length === importLimits.columns)
        throw new ImportError('too_many_columns', { limit: importLimits.columns })
      positions.set(name, list.length)
      list.push(name.slice(0, 200).toWellFormed().replaceAll('\0', '\ufffd'))
      return list.length - 1
    },
  }
}

type Target = { names: ReturnType<typeof createNames>; collector: RecordCollector }

function toCells(object: JsonObject, row: number, { names, collector }: Target): string[] {
  const cells: string[] = []
  for (const [name, value] of object) {
    const index = names.indexOf(name)
    while (cells.length <= index) cells.push('')
    cells[index] = toCell(value, row, collector)
  }
  return cells
}

function toCell(value: unknown, row: number, collector: RecordCollector): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return joinList(value.filter((item) => item !== null).map((item) => String(item)))
  }
  collector.fault(row, 'nested_value')
  return ''
}
