import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { precompress } from './precompress.ts'
import { serviceWorkerBuild } from './service-worker-build.ts'

// tools/dev.ts names the port its server was started with.
const server = `http://127.0.0.1:${process.env.ORCHESTRATOR_PORT || 8002}`

export default defineConfig({
  base: '/panel/',
  plugins: [vue(), tailwindcss(), serviceWorkerBuild(), precompress()],
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
        // Together, so that the setting stands before the first schema is made.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|zod-without-eval/ }] },
      },
    },
  },
  server: { proxy: { '/admin': server, '/health': server, '/docs': server, '/openapi.json': server } },
})
