import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyReply {
    /** What this answer says unless whoever sends it says otherwise: name and value in turns. Null before the first hook. */
    head: string[] | null
  }
}

/**
 * A dozen headers are the same for nearly every answer. In the framework's own map each of them costs as much as all of them in a list, so
 * they wait here until the answer is sent. Answers that are taken out of the framework's hands read the list themselves.
 */
export function registerAnswerHead(app: FastifyInstance): void {
  app.decorateReply('head', null)
  app.addHook('onSend', (_request, reply, _payload, done) => {
    const head = reply.head ?? []
    for (let at = 0; at < head.length; at += 2) {
      const name = head[at] ?? ''
      if (!reply.hasHeader(name)) reply.header(name, head[at + 1])
    }
    done()
  })
}
