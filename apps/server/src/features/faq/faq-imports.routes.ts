import { faqImportContract } from '@secretary/contracts/faq-import.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import { offerDownload } from '#server/http/offer-download.ts'
import type { FaqExport } from './faq-export.ts'
import type { StoredImport } from './faq-imports.repository.ts'
import type { FaqImportsService, Upload } from './faq-imports.service.ts'
import type { ImportItem } from './transfer/plan-import.ts'
import { templateFile } from './transfer/template-file.ts'

export function registerFaqImportRoutes(
  mount: Mount,
  { faqImports, faqExport }: { faqImports: FaqImportsService; faqExport: FaqExport },
): void {
  mount(faqImportContract, {
    async uploadFaqImport({ actor, query, body, signal }) {
      const source = { ownerId: actor.userId, fileName: query.fileName ?? '', format: query.format }
      return describeUpload(await faqImports.upload(body, source, signal))
    },
    async previewFaqImport({ actor, params, body, signal }) {
      const { items, counts } = await faqImports.plan(params.id, actor.userId, body, signal)
      const shown = body.kind ? items.filter(({ kind }) => kind === body.kind) : items
      return {
        counts,
        total: shown.length,
        items: shown.slice(body.offset, body.offset + body.limit).map(describeItem),
      }
    },
    applyFaqImport: async ({ actor, params, body }) =>
      describeRun(await faqImports.apply(params.id, actor.userId, body, AbortSignal.timeout(600_000))),
    undoFaqImport: ({ params }) => faqImports.undo(params.id),
    listFaqImports: async () => ({ items: (await faqImports.list()).map(describeRun), nextCursor: null }),
    async exportFaq({ query, reply, signal }) {
      offerDownload(reply, 'faq', query.format)
      return faqExport(query.format, signal)
    },
    async downloadFaqTemplate({ query, reply, signal }) {
      offerDownload(reply, 'faq-template', query.format)
      return templateFile(query.language, query.format, { signal })
    },
  })
}

function describeUpload({ id, table }: Upload) {
  const { format, encoding, delimiter, hasHeading, columns, sampleRows, warnings } = table
  return { id, format, encoding, delimiter, hasHeading, columns, sampleRows, warnings, rowCount: table.rows.length }
}

function describeItem(item: ImportItem) {
  return {
    row: item.rowNumber,
    kind: item.kind,
    question: item.question,
    answer: item.answer,
    faults: item.kind === 'faulty' ? item.faults : [],
  }
}

/** An import is only shown once it has been applied. */
function describeRun({ id, fileName, counts, appliedAt, undoneAt }: StoredImport) {
  return { id, fileName, counts, appliedAt: appliedAt ?? '', undoneAt }
}
