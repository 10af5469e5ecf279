import { crc32, deflateRawSync, constants as zlib } from 'node:zlib'

export type ArchivePart = {
  name: string
  content: Uint8Array
  /** What the directory says instead of the truth. */
  declaredBytes?: number
  /** Already deflated content of `declaredBytes`. */
  isDeflated?: boolean
}

/** Builds a ZIP archive byte by byte (APPNOTE 6.3.3), so that tests can make it lie. */
export function buildArchive(parts: readonly ArchivePart[]): Uint8Array {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const name = Buffer.from(part.name)
    const data = part.isDeflated ? Buffer.from(part.content) : deflateRawSync(part.content)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(part.isDeflated ? 0 : crc32(part.content), 0)
    sizes.writeUInt32LE(data.length, 4)
    sizes.writeUInt32LE(part.declaredBytes ?? part.content.length, 8)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(8, 8)
    sizes.copy(local, 14)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 4)
    central.writeUInt16LE(20, 6)
    central.writeUInt16LE(8, 10)
    sizes.copy(central, 16)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(offset, 42)
    bodies.push(local, name, data)
    directory.push(central, name)
    offset += local.length + name.length + data.length
  }
  const directoryBytes = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directoryBytes.length, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...bodies, directoryBytes, end]))
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const contentTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A workbook with the given sheets, each the XML inside `<sheetData>`. */
export function workbookParts(sheets: readonly { name: string; data: string; isHidden?: boolean }[]): ArchivePart[] {
  const overrides = sheets.map(
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${contentTypes}.worksheet+xml"/>`,
  )
  const list = sheets.map(
    ({ name, isHidden }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"${isHidden ? ' state="hidden"' : ''}/>`,
  )
  const links = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  const files: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentTypes}.sheet.main+xml"/>${overrides.join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${list.join('')}</sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${packageRelations}">${links.join('')}</Relationships>`],
    ...sheets.map(({ data }, index): [string, string] => [
      `xl/worksheets/sheet${index + 1}.xml`,
      `<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`,
    ]),
  ]
  return files.map(([name, xml]) => ({ name, content: Buffer.from(xml) }))
}

/** Deflated zeros: the content of a true bomb, made without ever holding what it unpacks to. */
export function deflatedZeros(sizeBytes: number): Uint8Array {
  const block = 16 * 1024 * 1024
  const piece = deflateRawSync(Buffer.alloc(block), { level: 9, finishFlush: zlib.Z_FULL_FLUSH })
  const end = deflateRawSync(Buffer.alloc(0))
  return Buffer.concat([...Array.from({ length: sizeBytes / block }, () => piece), end])
}
