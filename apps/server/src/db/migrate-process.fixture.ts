import { migrate } from './migrate.ts'
import { openDatabase } from './open-database.ts'

const [dataDir = '', databaseUrl = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir, databaseUrl: databaseUrl === '' ? null : databaseUrl })
const { applied } = await migrate(database)
await database.close()
process.stdout.write(JSON.stringify(applied))
