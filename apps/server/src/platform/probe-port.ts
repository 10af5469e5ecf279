import { createServer } from 'node:net'

/** Opens the port for a moment. Null when that works, otherwise what the system said. */
export function probePort({ port, host }: { port: number; host: string }): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}
