/** What a file may hold. Sizes in bytes and characters (UTF-16 units); every one of them is answered with an `ImportError` or a row fault. */
export const importLimits = {
  fileBytes: 20 * 1024 * 1024,
  rows: 50_000,
  columns: 50,
  /** 100 phrases of 500 characters with their separators fit, so whatever can be stored can be imported. */
  cellCharacters: 60_000,
  /** One shared string of a workbook may stand in millions of cells: the sum is what costs memory. */
  tableCharacters: 25_000_000,
  jsonDepth: 32,
  archiveEntries: 2_000,
  archiveBytes: 100 * 1024 * 1024,
  /** Deflate cannot do better than about 1030 to 1; real sheets stay below 100. */
  archiveRatio: 200,
  /** Small parts may be as repetitive as they like. */
  archiveRatioFromBytes: 4 * 1024 * 1024,
  /** Excel's own limit for one cell. */
  workbookCellCharacters: 32_767,
  /** Warnings of one kind that are kept, so that a strange file does not answer with a list as long as itself. */
  warningsPerCode: 20,
} as const
