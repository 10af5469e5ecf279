import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readVariable } from '#server/config/load-config.ts'
import type { ServiceUnit } from './service-unit.ts'

const root = fileURLToPath(new URL('../../../../../', import.meta.url)).replace(/\/$/, '')
const usualFolders = ['/usr/local/bin', '/usr/bin', '/bin']

/** Where everything lies that the unit names, as absolute paths: systemd knows nothing of this shell. */
export function describeInstallation(dataDir: string, isSystem: boolean): ServiceUnit {
  const ownFolder = join(root, 'node_modules', '.bin')
  const folders = (readVariable('PATH') ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const nodeFolder = folders.find((folder) => isProgram(join(folder, 'node')))
  const npmFolder = folders.find((folder) => isProgram(join(folder, 'npm')))
  const systemNode = nodeFolder === undefined ? process.execPath : join(nodeFolder, 'node')
  const ownNode = join(ownFolder, 'node')
  return {
    root,
    dataDir,
    node: existsSync(ownNode) ? ownNode : process.execPath,
    systemNode,
    startArguments: startArguments(),
    searchPath: [...new Set([dirname(systemNode), ...(npmFolder ? [npmFolder] : []), ...usualFolders])].join(delimiter),
    environmentFile: join(dataDir, 'service.env'),
    system: isSystem ? { user: ownerOf(root) } : null,
  }
}

/** The words after `node` in the script `start`. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return String(scripts.start)
    .replace(/^.*\bexec node /, '')
    .split(' ')
}

/** Installed by root, it runs as the one whose checkout it is. Null where that is root. */
function ownerOf(folder: string): string | null {
  const { uid } = statSync(folder)
  return uid === 0 ? null : execFileSync('id', ['-nu', String(uid)], { encoding: 'utf8' }).trim()
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
