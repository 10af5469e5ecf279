import type { Plugin } from 'vite'

/**
 * Says in the page where the words of each language are, so that `appearance-before-paint.js`, which knows the language, can have
 * them fetched while the code that shows them is still coming.
 */
export function wordsPreload(): Plugin {
  return {
    name: 'words-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        return Object.values(bundle ?? {}).flatMap((file) => {
          const language = file.type === 'chunk' && /\/i18n\/(ru|en)\.ts$/.exec(file.facadeModuleId ?? '')?.[1]
          if (!language) return []
          const attrs = { name: `words-${language}`, content: `/panel/${file.fileName}` }
          return [{ tag: 'meta', attrs, injectTo: 'head-prepend' as const }]
        })
      },
    },
  }
}
