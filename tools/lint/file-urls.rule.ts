import { checkLines, type Rule } from './rule.ts'

/** The path of a URL is percent-encoded: a folder with a space in its name would not be found. */
export const fileUrls: Rule = {
  name: 'file-urls',
  appliesTo: (file) => /\.(ts|vue|cjs)$/.test(file),
  check: (file, source) =>
    checkLines('file-urls', file, source, (line) =>
      /import\.meta\.url\)+\.(pathname|href)/.test(line) ? 'use fileURLToPath' : null,
    ),
}
