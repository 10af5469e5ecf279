import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { contractsForBrowser } from './contracts-for-browser.ts'
import { partsPreload } from './parts-preload.ts'
import { precompress } from './precompress.ts'
import { serviceWorkerBuild } from './service-worker-build.ts'

// tools/dev.ts names the port its server was started with.
const server = `http://127.0.0.1:${process.env.ORCHESTRATOR_PORT || 8002}`

export default defineConfig({
  base: '/panel/',
  plugins: [vue(), tailwindcss(), contractsForBrowser(), partsPreload(), serviceWorkerBuild(), precompress()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
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
            { name: 'vendor', tags: ['$initial'], test: /node_modules/, priority: 4 },
            { name: 'frame', tags: ['$initial'], test: /\/(?:src|packages)\/(?!main\.ts)/, priority: 3 },
            // Fields, buttons and formats: nearly every page has some, the login among them.
            {
              name: 'form',
              priority: 2,
              test: /\/ui\/(?:(?:Form|Text|Password)Field|IconButton|take-focus|is-typing|field-look|place-tooltip)|\/icons\/(?:eye|circle-|triangle-|chevron|x\.|search|check\.)|\/i18n\/(?:use-)?format\.ts|\/contracts\/src\/money|ProductMark/,
            },
            // What every page with the frame has in it.
            {
              name: 'page',
              priority: 1,
              test: /\/layout\/(?:AppFrame|AppSidebar|UserMenu)\.vue|\/ui\/(?:PageBody|PageHeader|LoadingSkeleton|EmptyState|ErrorState|BadgeLabel)|query-core|vue-query/,
            },
            // What opens above a page: nothing of it is needed before the first press.
            {
              name: 'above',
              test: /reka-ui\/dist\/(?:Toast|Dialog|AlertDialog|Menu|DropdownMenu|Popper|FocusScope|DismissableLayer|Presence|Primitive|RovingFocus|Collection|VisuallyHidden|Teleport|shared)\/|@floating-ui|aria-hidden|\/ui\/(?:AppDialog|AnchoredMenu|ChoiceMenuList|Menu(?:Choices|Content|Item)|SubMenu|ConfirmDialog|ToastHost|TooltipHost)|\/layout\/(?:AppOverlays|UserMenuList|UserMenuAppearance)/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/admin': server, '/health': server, '/docs': server, '/openapi.json': server } },
})
