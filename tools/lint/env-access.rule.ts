import { checkLines, type Rule } from './rule.ts'

/** The environment is read in one place, so that what the server depends on can be read there too. */
export const envAccess: Rule = {
  name: 'env-access',
  appliesTo: (file) =>
    /^(apps|packages)\/[^/]+\/src\/.*\.(ts|vue)$/.test(file) &&
    !file.endsWith('.test.ts') &&
    file !== 'apps/server/src/config/load-config.ts',
  check: (file, source) =>
    checkLines('env-access', file, source, (line) =>
      line.includes('process.env') ? 'process.env is read in config/load-config.ts only' : null,
    ),
}
