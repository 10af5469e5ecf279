import { type Plugin, parseSync, Visitor } from 'vite'

/** What a typed call needs of a route; the rest of it is for the server. */
const NEEDED = ['method', 'path', 'produces']

/**
 * Leaves of the contracts what the panel uses at run time: addresses and lists of words. Schemas, and zod with them, stay with the
 * server, which is the one that checks.
 */
export function contractsForBrowser(): Plugin {
  return {
    name: 'contracts-for-browser',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/packages\/contracts\/src\/[^?]+\.ts$/ },
      handler: (code) => withoutSchemas(code),
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk' && Object.keys(chunk.modules).some((id) => id.includes('/node_modules/zod/')))
          this.error(`${chunk.fileName} would bring zod into the browser: use a list or a type there, not a schema`)
    },
  }
}

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * The same module with its routes cut down to what is needed, and each constant that is computed marked as free of effects, so that
 * the bundler leaves out those that nobody reads.
 */
export function withoutSchemas(code: string): string {
  const { program } = parseSync('contract.ts', code)
  const edits: Edit[] = []
  const calls: number[] = []
  new Visitor({
    CallExpression(call) {
      calls.push(call.start)
      const [definition] = call.arguments
      if (call.callee.type !== 'Identifier' || call.callee.name !== 'route') return
      if (definition?.type !== 'ObjectExpression') return
      const kept = definition.properties
        .filter((part) => part.type !== 'Property' || part.key.type !== 'Identifier' || NEEDED.includes(part.key.name))
        .map(({ start, end }) => code.slice(start, end))
      edits.push({ from: definition.start, to: definition.end, text: `{ ${kept.join(', ')} }` })
    },
  }).visit(program)
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { init } of declaration.declarations) {
      if (!init || !calls.some((start) => start >= init.start && start < init.end)) continue
      edits.push({ from: init.start, to: init.start, text: '/* @__PURE__ */ (() => (' })
      edits.push({ from: init.end, to: init.end, text: '))()' })
    }
  }
  return applyEdits(code, edits)
}

function applyEdits(code: string, edits: readonly Edit[]): string {
  let text = ''
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
    text += code.slice(at, edit.from) + edit.text
    at = edit.to
  }
  return text + code.slice(at)
}
