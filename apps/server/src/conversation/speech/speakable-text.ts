const emoji = /\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]|[\u{1F3FB}-\u{1F3FF}]|\u200d|\u20e3|\ufe0f/gu

/**
 * What of a written answer is said aloud. Markdown marks, links, tables, code and emoji are for the eye. Keeps in mind
 * whether a code block is open, so clauses must come in order.
 */
export function createSpeakableText(): (clause: string) => string {
  let isInCode = false
  return (clause) => {
    const spoken: string[] = []
    for (const line of clause.split('\n')) {
      if (/^\s*(```|~~~)/.test(line)) isInCode = !isInCode
      else if (!isInCode && !/^\s*\|.*\|\s*$/.test(line) && !/^\s*([-*_]\s*){3,}$/.test(line))
        spoken.push(sayLine(line))
    }
    return spoken
      .join('\n')
      .replace(/[ \t]+/g, ' ')
      .trim()
  }
}

function sayLine(line: string): string {
  return line
    .replace(/!\[([^\]\n]{0,200})\]\([^)\n]{0,1000}\)/g, '$1')
    .replace(/\[([^\]\n]{1,200})\]\([^)\n]{0,1000}\)/g, '$1')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d{1,3}[.)])\s+/, '')
    .replace(/(?<![\p{L}\p{N}])_{1,3}|_{1,3}(?![\p{L}\p{N}])|[*~`]{1,3}/gu, '')
    .replace(emoji, '')
}
