import type { FastifyReply } from 'fastify'

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
}

/** Headers of an answer that a browser should save as `<name>.<format>`. */
export function offerDownload(reply: FastifyReply, name: string, format: keyof typeof contentTypes): void {
  reply.type(contentTypes[format]).header('content-disposition', `attachment; filename="${name}.${format}"`)
}
