import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { createTestDatabase, type TestDatabase, testDatabases } from './databases.ts'

/**
 * The same tests on SQLite and PostgreSQL: `define` is handed the way to the migrated database of its dialect.
 * The tests of one block share it, so each makes its own data.
 */
export function describeOnEachDatabase(title: string, define: (database: () => TestDatabase) => void): void {
  describe.each(testDatabases())(`${title} on $name`, ({ name, isMissing }) => {
    let database: TestDatabase
    beforeAll(async () => {
      if (!isMissing) database = await createTestDatabase(name)
    })
    // The reason stands beside every test that needs it.
    beforeEach((context) => {
      if (isMissing) context.skip('PostgreSQL is not installed')
    })
    afterAll(async () => {
      if (!isMissing) await database.close()
    })
    define(() => database)
  })
}
