import { servicesImportContract } from '@secretary/contracts/services-import.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import { offerDownload } from '#server/http/offer-download.ts'
import type { ServiceImportService, ServicesUpload } from './service-import.service.ts'
import { servicesTemplate } from './services-import/services-template.ts'

/** An import that was begun is finished, whether its client waits or not; this only ends what hangs. */
const APPLY_LIMIT_MS = 600_000

export function registerServiceImportRoutes(
  mount: Mount,
  { serviceImports }: { serviceImports: ServiceImportService },
): void {
  mount(servicesImportContract, {
    uploadServicesImport: async ({ actor, query, body, signal }) =>
      describeUpload(
        await serviceImports.upload(body, { ownerId: actor.userId, fileName: query.fileName ?? '' }, signal),
      ),
    async previewServicesImport({ actor, params, body, signal }) {
      const { kind, offset, limit, ...mapping } = body
      const request = { uploadId: params.id, ownerId: actor.userId, mapping }
      const { items, counts } = await serviceImports.plan(request, signal)
      const shown = kind ? items.filter((item) => item.kind === kind) : items
      return {
        counts,
        total: shown.length,
        items: shown.slice(offset, offset + limit).map(({ present: _, ...item }) => item),
      }
    },
    applyServicesImport: ({ actor, params, body }) =>
      serviceImports.apply(
        { uploadId: params.id, ownerId: actor.userId, mapping: body },
        AbortSignal.timeout(APPLY_LIMIT_MS),
      ),
    undoServicesImport: ({ params }) => serviceImports.undo(params.id),
    downloadServicesTemplate({ query, reply, signal }) {
      offerDownload(reply, 'services-template', query.format)
      return servicesTemplate(query.language, query.format, { signal })
    },
  })
}

function describeUpload({ id, table }: ServicesUpload) {
  const { format, hasHeading, columns, sampleRows, warnings, rows } = table
  return { id, format, hasHeading, columns, sampleRows, warnings, rowCount: rows.length }
}
