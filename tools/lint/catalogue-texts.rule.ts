import { checkLines, type Rule } from './rule.ts'

const letters = /[A-Za-zА-Яа-яЁё]{2}/
const shownAttribute = /\s(?:title|placeholder|alt|aria-label|label|help)="([^"]*)"/

/** Every text a person reads lies in the catalogue, in both languages. */
export const catalogueTexts: Rule = {
  name: 'catalogue-texts',
  appliesTo: (file) =>
    /^apps\/admin\/src\/.*\.(vue|ts)$/.test(file) && !file.includes('/i18n/') && !file.endsWith('.test.ts'),
  check(file, source) {
    const templateFrom = file.endsWith('.vue')
      ? source.split('\n').findIndex((line) => line.startsWith('<template'))
      : Number.POSITIVE_INFINITY
    let position = -1
    return checkLines('catalogue-texts', file, source, (line) => {
      position++
      const code = line.replace(/\/\/.*|\/\*.*?\*\/|^\s*\*.*|<!--.*-->/g, '')
      if (/['"`>][^'"`<]*[А-Яа-яЁё]{2}/.test(code)) return 'Text outside the catalogue'
      if (templateFrom === -1 || position < templateFrom) return null
      const attribute = shownAttribute.exec(code)?.[1]
      if (attribute !== undefined && letters.test(attribute))
        return `The attribute text "${attribute}" belongs into the catalogue`
      const node = /^[^{}]*>([^<>{}]*[A-Za-z]{3}[^<>{}]*)</.exec(code)?.[1]
      return node !== undefined && !/[=;()]/.test(node) ? `The text "${node.trim()}" belongs into the catalogue` : null
    })
  },
}
