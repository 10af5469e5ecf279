import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { catalogueTexts } from './catalogue-texts.rule.ts'
import { envAccess } from './env-access.rule.ts'
import { fileNames } from './file-names.rule.ts'
import { fileSize } from './file-size.rule.ts'
import { fileUrls } from './file-urls.rule.ts'
import type { Rule } from './rule.ts'
import { checkSecurityPage } from './security-page.ts'

const rules: readonly Rule[] = [envAccess, fileSize, fileNames, fileUrls, catalogueTexts]

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
  .split('\n')
  .filter((file) => /\.(ts|vue|cjs|css)$/.test(file) && existsSync(file))

let count = 0
for (const file of files) {
  const source = readFileSync(file, 'utf8')
  for (const rule of rules.filter((candidate) => candidate.appliesTo(file))) {
    for (const { line, text } of rule.check(file, source)) {
      count++
      console.error(`${file}:${line} ${rule.name}: ${text}`)
    }
  }
}
const page = readFileSync('docs/security-tests.md', 'utf8')
for (const { file, line, text } of checkSecurityPage(page, (name) =>
  existsSync(name) ? readFileSync(name, 'utf8') : null,
)) {
  count++
  console.error(`${file}:${line} security-page: ${text}`)
}
if (count > 0) process.exitCode = 1
