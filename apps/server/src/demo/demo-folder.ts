import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Config, givenVariables } from '#server/config/load-config.ts'
import { StartError } from '#server/config/start-error.ts'
import { takeDataFolder } from '#server/db/copies/use-lock.ts'
import { sqliteFileOf } from '#server/db/database-source.ts'

const markerOf = (dataDir: string) => join(dataDir, 'demonstration')

/** A demonstration has a folder of its own, which it empties at every start. @throws StartError where the folder holds anything else */
export function prepareDemo(config: Config): Config {
  if (config.databaseUrl !== null)
    throw new StartError(
      'invalid-environment',
      'The demonstration keeps its data in a file: start it without DATABASE_URL',
    )
  const dataDir = 'DATA_DIR' in givenVariables() ? config.dataDir : resolve('data-demo')
  const isForeign = ['secretary.db', 'master.key', 'backups'].some((name) => existsSync(join(dataDir, name)))
  if (isForeign && !existsSync(markerOf(dataDir)))
    throw new StartError(
      'data-folder-mixed',
      `${dataDir} holds real data: a demonstration would erase it. Name another folder in DATA_DIR, or none`,
    )
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = takeDataFolder(dataDir)
  if (!lock) throw new StartError('data-folder-busy', `A demonstration is running on ${dataDir} already`)
  writeFileSync(markerOf(dataDir), 'Everything in this folder is made up, and erased when the demonstration starts.\n')
  for (const suffix of ['', '-wal', '-shm']) rmSync(sqliteFileOf(dataDir) + suffix, { force: true })
  rmSync(join(dataDir, 'backups'), { recursive: true, force: true })
  lock.release()
  return { ...config, dataDir, isDemo: true }
}

/** What is real must not grow in a folder that is erased. @throws StartError */
export function refuseDemoFolder({ dataDir }: Pick<Config, 'dataDir'>): void {
  if (existsSync(markerOf(dataDir)))
    throw new StartError(
      'data-folder-mixed',
      `${dataDir} holds the demonstration, which is erased at its every start: name another folder in DATA_DIR, or start with: npm start -- --demo`,
    )
}
