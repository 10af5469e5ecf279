import { fileURLToPath } from 'node:url'

/** Beside the code it belongs to, not in a folder that other users of the machine may write to. */
export const compileCacheDir = fileURLToPath(new URL('../../../../.cache/compile', import.meta.url))

/**
 * All of the environment that threads and child processes get: where compiled modules lie, so that each of them starts sooner and
 * holds no compiler. Nothing else of the parent's environment is their business.
 */
export const engineEnvironment: Readonly<Record<string, string>> = { NODE_COMPILE_CACHE: compileCacheDir }
