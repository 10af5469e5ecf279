import { enableCompileCache } from 'node:module'
import { compileCacheDir } from './platform/compile-cache.ts'

// First thing, before anything else is imported: a cached start takes a third of the time.
enableCompileCache(compileCacheDir)
const { startServer } = await import('./start-server.ts')
await startServer({ isDemo: process.argv.includes('--demo') })
