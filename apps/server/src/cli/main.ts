import { enableCompileCache } from 'node:module'
import { compileCacheDir } from '../platform/compile-cache.ts'

enableCompileCache(compileCacheDir)
const { runCli } = await import('./run-cli.ts')
process.exitCode = await runCli(process.argv.slice(2))
