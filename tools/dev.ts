import { type ChildProcess, spawn } from 'node:child_process'

/** The server, started again with every change, and the panel with hot reload in front of it. Ctrl-C ends both. */
const children: ChildProcess[] = [
  spawn('node', ['--watch', 'apps/server/src/main.ts'], { stdio: 'inherit' }),
  spawn('npm', ['run', '--silent', 'dev', '--workspace', 'apps/admin'], { stdio: 'inherit' }),
]

function stopAll(): void {
  for (const child of children) child.kill('SIGTERM')
}

for (const child of children) child.once('exit', stopAll)
process.once('SIGINT', stopAll)
process.once('SIGTERM', stopAll)
