import { createServer, type ServerResponse } from 'node:http'

export interface ScriptedModel {
  readonly baseUrl: string
  /** Resolves when the secretary asks for the next answer, which then waits for what is said. */
  nextRequest(): Promise<ScriptedAnswer>
  close(): Promise<void>
}

export interface ScriptedAnswer {
  say(text: string): void
  finish(): void
  /** Resolves when the one who asked has gone. */
  readonly aborted: Promise<void>
}

/** A language model that says what the test tells it, when the test tells it: nothing here waits for a clock. */
export async function startScriptedModel(): Promise<ScriptedModel> {
  const arrived: ScriptedAnswer[] = []
  const waiting: ((answer: ScriptedAnswer) => void)[] = []
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      const answer = answerBy(response)
      const take = waiting.shift()
      if (take) take(answer)
      else arrived.push(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`,
    nextRequest() {
      const answer = arrived.shift()
      return answer ? Promise.resolve(answer) : new Promise((resolve) => waiting.push(resolve))
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answerBy(response: ServerResponse): ScriptedAnswer {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (delta: object, finishReason: string | null) => {
    const choices = [{ index: 0, delta, finish_reason: finishReason }]
    response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices })}\n\n`)
  }
  return {
    say: (content) => send({ content }, null),
    finish() {
      send({}, 'stop')
      response.end('data: [DONE]\n\n')
    },
    aborted: new Promise((resolve) => response.once('close', () => resolve())),
  }
}
