import type { Rule } from './rule.ts'

const MAX_LINES = 400

/** A file that has grown past this holds a second concept. */
export const fileSize: Rule = {
  name: 'file-size',
  appliesTo: (file) => /\.(ts|vue|cjs|css)$/.test(file) && !/migrations\/|\.fixture\.|__fixtures__/.test(file),
  check(file, source) {
    const lines = source.split('\n').length - 1
    return lines > MAX_LINES
      ? [{ file, line: lines, text: `${lines} lines; at most ${MAX_LINES}: which second concept is in it?` }]
      : []
  },
}
