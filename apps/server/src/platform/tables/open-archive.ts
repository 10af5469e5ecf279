import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { ImportError } from './import-error.ts'
import { importLimits } from './import-limits.ts'

/** The parts of a workbook that are unpacked: what its text depends on. Pictures, links, macros and the like stay packed. */
const wantedPart =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:_rels\/)?[^/]+\.(?:xml|rels)|xl\/(?:worksheets|persons)\/[^/]+\.xml)$/i

/**
 * Unpacks the text parts of an XLSX archive, after its directory was judged: number of entries, unpacked size, ratio,
 * repeated names, encryption. Sizes are also enforced while unpacking, because a directory can lie.
 * @throws ImportError `archive_too_large`, `archive_suspicious`, `format_unsupported` or `unreadable`.
 */
export async function openArchive(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  try {
    const archive = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      validateEntrySizes: true,
      strictFileNames: true,
    })
    const entries = await listEntries(archive)
    return await unpack(archive, entries)
  } catch (error) {
    if (error instanceof ImportError) throw error
    throw new ImportError('unreadable', { cause: error })
  }
}

async function listEntries(archive: ZipFile): Promise<Entry[]> {
  if (archive.entryCount > importLimits.archiveEntries) {
    throw new ImportError('archive_too_large', { limit: importLimits.archiveEntries })
  }
  const wanted: Entry[] = []
  const names = new Set<string>()
  let totalBytes = 0
  for await (const entry of archive.eachEntry()) {
    const name = entry.fileName.toLowerCase()
    if (names.has(name)) throw new ImportError('archive_suspicious')
    names.add(name)
    totalBytes += entry.uncompressedSize
    if (totalBytes > importLimits.archiveBytes) {
      throw new ImportError('archive_too_large', { limit: importLimits.archiveBytes })
    }
    if (isBomb(entry)) throw new ImportError('archive_suspicious', { limit: importLimits.archiveRatio })
    if (!wantedPart.test(entry.fileName)) continue
    if (entry.isEncrypted()) throw new ImportError('format_unsupported')
    wanted.push(entry)
  }
  if (!names.has('xl/workbook.xml')) throw new ImportError('format_unsupported')
  return wanted
}

function isBomb(entry: Entry): boolean {
  if (entry.uncompressedSize < importLimits.archiveRatioFromBytes) return false
  return entry.uncompressedSize > entry.compressedSize * importLimits.archiveRatio
}

async function unpack(archive: ZipFile, entries: readonly Entry[]): Promise<Map<string, Buffer>> {
  const parts = new Map<string, Buffer>()
  for (const entry of entries) {
    const chunks: Buffer[] = []
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk)
    parts.set(entry.fileName, Buffer.concat(chunks))
  }
  return parts
}
