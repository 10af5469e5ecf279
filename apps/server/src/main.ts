import { enableCompileCache } from 'node:module'

// First thing, before anything else is imported: a cached start takes a third of the time.
enableCompileCache()
const { startServer } = await import('./start-server.ts')
await startServer()
