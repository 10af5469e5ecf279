import { join } from 'node:path'
import type { Config } from '#server/config/load-config.ts'

/** Where the living database is. */
export type DatabaseSource =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgresql'; readonly url: string }

export const sqliteFileOf = (dataDir: string): string => join(dataDir, 'secretary.db')

export function databaseSource({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): DatabaseSource {
  return databaseUrl === null
    ? { kind: 'sqlite', file: sqliteFileOf(dataDir) }
    : { kind: 'postgresql', url: databaseUrl }
}
