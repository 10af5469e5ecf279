import http from 'node:http'

/** The least a proxy in Node can be: it checks, counts, limits and keeps nothing. */
const target = new URL(process.argv[2] ?? '')
const agent = new http.Agent({ keepAlive: true })

const server = http.createServer((request, response) => {
  const { host: _host, connection: _connection, ...headers } = request.headers
  const outgoing = http.request(
    { hostname: target.hostname, port: target.port, path: request.url, method: request.method, headers, agent },
    (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers)
      incoming.pipe(response)
    },
  )
  outgoing.on('error', () => response.destroy())
  response.on('close', () => {
    if (!response.writableFinished) outgoing.destroy()
  })
  request.pipe(outgoing)
})

server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`listening ${typeof address === 'object' && address ? address.port : 0}`)
})
