import { fileURLToPath } from 'node:url'
import { readCommit } from './read-commit.ts'

/** The commit this process was started from; a pull that comes later changes the folder, not the process. */
export const commit: string | null = readCommit(fileURLToPath(new URL('../../../../', import.meta.url)))
