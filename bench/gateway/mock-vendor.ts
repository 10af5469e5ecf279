import { createServer, type ServerResponse } from 'node:http'

/** A vendor without a model: as fast as Node answers, so that what is measured is what stands in front of it. */
const TOKENS = 40
const TOKEN_EVERY_MS = 10

const head = '"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m"'
const chunk = (content: string) =>
  `data: {${head},"choices":[{"index":0,"delta":{"content":"${content}"},"logprobs":null,"finish_reason":null}]}\n\n`
const finish = `data: {${head},"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}\n\n`
const usage = '"usage":{"prompt_tokens":12,"completion_tokens":40,"total_tokens":52}'
const usageChunk = `data: {${head},"choices":[],${usage}}\n\n`
const done = 'data: [DONE]\n\n'
const answer = Buffer.from(
  `{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"${'Hello there, '.repeat(20)}"},"logprobs":null,"finish_reason":"stop"}],${usage}}`,
)

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (part: Buffer) => chunks.push(part))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    if (!body.includes('"stream":true'))
      return response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
        .end(answer)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const tail = finish + (body.includes('include_usage') ? usageChunk : '') + done
    if (body.includes('"burst"')) burst(response, tail)
    else drip(response, tail)
  })
})

/** All tokens at once: what a stream costs, without its waiting. */
function burst(response: ServerResponse, tail: string): void {
  for (let token = 0; token < 5; token++) response.write(stamped())
  response.end(tail)
}

function drip(response: ServerResponse, tail: string): void {
  let sent = 0
  const next = () => {
    if (response.destroyed) return
    if (sent++ === TOKENS) return response.end(tail)
    response.write(stamped())
    setTimeout(next, TOKEN_EVERY_MS)
  }
  next()
}

/** When it was sent, on the clock that all processes of a machine share. */
function stamped(): string {
  return chunk(`t${(performance.timeOrigin + performance.now()).toFixed(3)}t`)
}

server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`listening ${typeof address === 'object' && address ? address.port : 0}`)
})
