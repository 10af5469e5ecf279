import type { TestProject } from 'vitest/node'
import { findPostgresBinaries, startPostgresCluster } from './postgres-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where PostgreSQL is not installed; the tests that need it then say so. */
    postgresUrl: string | null
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const binaries = findPostgresBinaries()
  if (!binaries) {
    project.provide('postgresUrl', null)
    return undefined
  }
  const cluster = await startPostgresCluster(binaries)
  project.provide('postgresUrl', cluster.url)
  return () => cluster.stop()
}
