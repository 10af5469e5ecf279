import type { Plugin } from 'vite'

/** Named in the page for `appearance-before-paint.js`, which knows the language and the address. */
const named = [
  { name: 'words-ru', module: /\/i18n\/ru\.ts$/ },
  { name: 'words-en', module: /\/i18n\/en\.ts$/ },
  { name: 'parts-login', module: /\/pages\/LoginPage\.vue$/ },
  { name: 'parts-frame', module: /\/layout\/AppFrame\.vue$/ },
]

interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly facadeModuleId: string | null
  readonly isEntry: boolean
  readonly imports: readonly string[]
}

/**
 * Says in the page where the words of each language are, and what the login and the frame are made of, so that they can be
 * fetched while the code that asks for them is still coming.
 */
export function partsPreload(): Plugin {
  return {
    name: 'parts-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file): file is typeof file & Chunk => file.type === 'chunk')
        // The page itself names these.
        const atHand = withImports(chunks, (chunk) => chunk.isEntry)
        return named.map(({ name, module }) => {
          const parts = withImports(chunks, (chunk) => module.test(chunk.facadeModuleId ?? ''))
          const content = [...parts].filter((part) => !atHand.has(part)).map((part) => `/panel/${part}`)
          return { tag: 'meta', attrs: { name, content: content.join(' ') }, injectTo: 'head-prepend' as const }
        })
      },
    },
  }
}

/** The files of some chunks and of all they import before they run. */
function withImports(chunks: readonly Chunk[], isMeant: (chunk: Chunk) => boolean): Set<string> {
  const found = new Set<string>()
  const add = (fileName: string): void => {
    const chunk = chunks.find((candidate) => candidate.fileName === fileName)
    if (!chunk || found.has(fileName)) return
    found.add(fileName)
    chunk.imports.forEach(add)
  }
  for (const chunk of chunks) if (isMeant(chunk)) add(chunk.fileName)
  return found
}
