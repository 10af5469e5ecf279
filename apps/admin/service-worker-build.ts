import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const worker = new URL('./worker/service-worker.js', import.meta.url)
/** Files of `public/` that the first paint needs. */
const besidePage = ['appearance-before-paint.js', 'favicon.svg']

/** Writes `service-worker.js`: which files the shell is, and a version that changes with any of them. */
export function serviceWorkerBuild(): Plugin {
  let publicDir = ''
  return {
    name: 'service-worker-build',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
        const needed = new Set<string>()
        const add = (name: string): void => {
          const chunk = chunks.find(({ fileName }) => fileName === name)
          if (!chunk || needed.has(name)) return
          needed.add(name)
          for (const file of chunk.viteMetadata?.importedCss ?? []) needed.add(file)
          chunk.imports.forEach(add)
        }
        // Words are fetched before anything is drawn, in whichever language.
        for (const chunk of chunks)
          if (chunk.isEntry || /\/i18n\/(?:ru|en)\.ts$/.test(chunk.facadeModuleId ?? '')) add(chunk.fileName)
        const fonts = Object.keys(bundle).filter((name) => name.endsWith('.woff2'))
        const shell = ['', ...besidePage, ...[...needed, ...fonts].sort()].map((name) => `/panel/${name}`)
        const source = readFileSync(worker, 'utf8')
        const hash = createHash('sha256').update(source)
        for (const name of Object.keys(bundle).sort()) hash.update(name)
        for (const name of besidePage) hash.update(readFileSync(`${publicDir}/${name}`))
        hash.update(readFileSync(fileURLToPath(new URL('./index.html', import.meta.url))))
        this.emitFile({
          type: 'asset',
          fileName: 'service-worker.js',
          source: source
            .replace('__VERSION__', hash.digest('hex').slice(0, 16))
            .replace('__SHELL__', JSON.stringify(shell, null, 2)),
        })
      },
    },
  }
}
