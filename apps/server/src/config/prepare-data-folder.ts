import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs'
import { isStorageFull } from '#server/platform/storage-full.ts'
import { StartError } from './start-error.ts'

/** Enough for an empty database, its journal and the copy before an update; with less nothing could be stored for long. */
const MIN_FREE_BYTES = 8 * 1024 ** 2

/**
 * Makes the data folder where there is none, and looks whether it can be used before anything is written into it.
 * @throws StartError `data-folder-not-writable`, `disk-full`
 */
export function prepareDataFolder(folder: string, minFreeBytes = MIN_FREE_BYTES): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw isStorageFull(error) ? diskFull(folder, error) : notWritable(folder, error)
  }
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < minFreeBytes) throw diskFull(folder)
}

/** @param cause The refusal of the system, where there was one. */
export function diskFull(folder: string, cause?: unknown): StartError {
  const message = `The disk of the data folder ${folder} is full: free some space and start again`
  return new StartError('disk-full', message, { cause })
}

export function notWritable(folder: string, cause: unknown): StartError {
  const message = `The data folder ${folder} can't be written: change its owner or name another one in DATA_DIR`
  return new StartError('data-folder-not-writable', message, { cause })
}
