import { basename } from 'node:path'
import type { Rule } from './rule.ts'

/** Names that name nothing. */
export const fileNames: Rule = {
  name: 'file-names',
  appliesTo: (file) => /^(apps|packages|tools|bench)\//.test(file),
  check: (file) =>
    /^(utils?|helpers?|misc|common|types)\.(ts|vue)$/.test(basename(file))
      ? [{ file, line: 1, text: 'Name the concept, not the drawer' }]
      : [],
}
