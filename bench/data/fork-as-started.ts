import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** A process with the settings of V8 that `npm start` has: they decide how long a collection of garbage takes. */
export function forkAsStarted(entry: URL, environment: Record<string, string>): ChildProcess {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
  const execArgv = scripts.start.match(/--\S+/g) ?? []
  return fork(entry, { execArgv, env: { ...process.env, ...environment } })
}

/** What it says next. @throws where it ends without a word */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const heard = new AbortController()
  const { signal } = heard
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`The process ended with ${code}`)
      }),
    ])
    return message
  } finally {
    heard.abort()
  }
}
