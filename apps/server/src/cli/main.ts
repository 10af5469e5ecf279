import { enableCompileCache } from 'node:module'
import { compileCacheDir } from '../platform/compile-cache.ts'

enableCompileCache(compileCacheDir)
// `… | head` has read enough; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
const { runCli } = await import('./run-cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
