/** For comparing and searching names: lower case, ё as е, one kind of space. SQLite's own lower() leaves Cyrillic alone. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()
}
