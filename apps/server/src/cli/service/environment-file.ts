/**
 * What the server is started with, for systemd's `EnvironmentFile` (systemd.exec): a file of its own, because a unit can be read by
 * everybody on the machine and a database password may be among it.
 */
export function environmentFile(variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, value]) => `${name}="${value.replace(/[\\"$`]/g, '\\$&')}"`)
  return `${lines.join('\n')}\n`
}
