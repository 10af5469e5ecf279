/** What a spreadsheet may take for a formula at the start of a CSV cell (OWASP, "CSV Injection"), full-width twins included. */
const looksLikeFormula = /^'*[=+\-@\t\r\n＝＋－＠]/u
const looksGuarded = /^'+[=+\-@\t\r\n＝＋－＠]/u

/**
 * Keeps a spreadsheet from running a cell of our export: an apostrophe goes before it. A cell that already starts with
 * apostrophes and then a dangerous character gets one more, so `removeFormulaGuard` restores every cell exactly.
 */
export function guardFormula(cell: string): string {
  return looksLikeFormula.test(cell) ? `'${cell}` : cell
}

/** The reverse of `guardFormula`, for cells of a CSV file. */
export function removeFormulaGuard(cell: string): string {
  return cell.startsWith("'") && looksGuarded.test(cell) ? cell.slice(1) : cell
}
