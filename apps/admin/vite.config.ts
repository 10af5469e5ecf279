import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { contractsForBrowser } from './contracts-for-browser.ts'
import { precompress } from './precompress.ts'
import { serviceWorkerBuild } from './service-worker-build.ts'
import { wordsPreload } from './words-preload.ts'

// tools/dev.ts names the port its server was started with.
const server = `http://127.0.0.1:${process.env.ORCHESTRATOR_PORT || 8002}`

export default defineConfig({
  base: '/panel/',
  plugins: [vue(), tailwindcss(), contractsForBrowser(), wordsPreload(), serviceWorkerBuild(), precompress()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    target: 'es2023',
    // The server's policy refuses data: addresses for fonts and code.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 300,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // All that every page needs, in two files: what changes with us, and what only changes with a dependency.
            { name: 'vendor', tags: ['$initial'], test: /node_modules/, priority: 2 },
            { name: 'frame', tags: ['$initial'], test: /\/(?:src|packages)\/(?!main\.ts)/, priority: 1 },
            // What every page with the frame has in it.
            {
              name: 'page',
              test: /\/ui\/(?:PageBody|PageHeader|LoadingSkeleton|EmptyState|ErrorState|BadgeLabel)|query-core|vue-query/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/admin': server, '/health': server, '/docs': server, '/openapi.json': server } },
})
