import { spawn } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CopyError } from './copy-error.ts'

/** Folder of pg_dump, pg_restore and psql. */
export interface PostgresPrograms {
  readonly folder: string
}

const names = ['pg_dump', 'pg_restore', 'psql']
/** Debian keeps the programs of each version here; the newest can read every older server. */
const DEBIAN_FOLDER = '/usr/lib/postgresql'

/** Where PostgreSQL's own programs are; null where they are not installed. */
export function findPostgresPrograms(searchPath: string): PostgresPrograms | null {
  const folders = [...debianFolders(), ...searchPath.split(delimiter)].filter((folder) => folder !== '')
  const folder = folders.find((candidate) => names.every((name) => isExecutable(join(candidate, name))))
  return folder === undefined ? null : { folder }
}

interface RunOptions {
  readonly arguments: readonly string[]
  readonly databaseUrl?: string
  /** Called with everything it prints, piece by piece. */
  readonly onOutput?: (bytes: Buffer) => void
}

/** Runs one of them to its end. A password goes by the environment: arguments can be read by every user of the machine. */
export function runPostgresProgram(
  { folder }: PostgresPrograms,
  name: 'pg_dump' | 'pg_restore' | 'psql',
  options: RunOptions,
): Promise<void> {
  const { url, password } = splitPassword(options.databaseUrl)
  const target = url === undefined ? [] : [`--dbname=${url}`]
  const child = spawn(join(folder, name), [...options.arguments, ...target], {
    env: {
      PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin`,
      LC_ALL: 'C',
      ...(password !== '' && { PGPASSWORD: password }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stdout.on('data', (bytes: Buffer) => options.onOutput?.(bytes))
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString('utf8')).slice(-2_000)
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new CopyError('program-missing', `${name} can't be run: ${error.message}`, { cause: error })),
    )
    child.once('close', (exitCode) => {
      if (exitCode === 0) resolve()
      else reject(new Error(complaint.trim() || `${name} ended with ${exitCode}`))
    })
  })
}

function splitPassword(databaseUrl: string | undefined): { url: string | undefined; password: string } {
  if (databaseUrl === undefined) return { url: undefined, password: '' }
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  return { url: url.href, password }
}

function debianFolders(): string[] {
  try {
    const versions = readdirSync(DEBIAN_FOLDER).sort((left, right) => Number(right) - Number(left))
    return versions.map((version) => join(DEBIAN_FOLDER, version, 'bin'))
  } catch {
    return [] // Not a Debian, or no PostgreSQL on it.
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
