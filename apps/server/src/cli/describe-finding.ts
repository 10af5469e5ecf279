import type { Finding, FindingCode } from '@secretary/contracts/about.contract'

/** What was found, and what to do about it. Names in braces are values of the finding. */
const words: Record<FindingCode, readonly [text: string, advice?: string]> = {
  'node-ok': ['Node {version}'],
  'node-old': [
    'Node {version}',
    'Run commands with npm run, which brings the right Node, or install Node 24.15 or newer',
  ],
  'port-free': ['Port {port} on {host} is free'],
  'port-ours': ['Secretary is running on port {port}'],
  'port-taken': [
    'Port {port} is taken by another program',
    'Stop that program, or set ORCHESTRATOR_PORT to another port',
  ],
  'port-refused': [
    "Port {port} on {host} can't be opened ({reason})",
    'Set ORCHESTRATOR_PORT or HOST to something this machine has',
  ],
  'disk-ok': ['{megabytes} MB left'],
  'disk-low': ['{megabytes} MB left', 'Free some space: messages can not be stored on a full disk'],
  'permissions-ok': ['{folder} is yours alone'],
  'permissions-unwritable': ["{folder} can't be written", 'Make it belong to the user that runs Secretary'],
  'permissions-key-open': ['Others on this machine can read the master key', 'chmod 600 {file}'],
  'database-postgresql': ['PostgreSQL answers'],
  'database-sqlite': ['SQLite, checked'],
  'database-damaged': [
    'SQLite is damaged: {verdict}',
    'Stop the server and restore the newest copy from the backups folder',
  ],
  'database-unopened': ['{reason}', 'Mend this first: neither model nor voice can be looked at before'],
  'repairs-none': ['Nothing was to be repaired at the start'],
  'repairs-made': [
    'Repaired after a crash: broken-off answers marked {interrupted}, questions answered later {resumed}, imports taken back {imports}',
  ],
  'secrets-ok': ['The key file opens every stored key'],
  'secrets-locked': [
    "{count} stored keys can't be opened: the key file is not the one they were sealed with",
    'Put the old master.key back (backup restore --with-key), or enter the keys anew',
  ],
  'model-connected': ['{provider}, {model}'],
  'model-none': [
    'None connected',
    'Answers come from your questions and answers only; connect one under Settings or with: provider add',
  ],
  'voice-ok': ['The spare voice is installed'],
  'voice-none': ['No voice', 'Run npm start once more with a network: the voice is an optional package'],
  'https-ok': ['{url}'],
  'https-unneeded': ['Not needed: it opens on this machine only'],
  'https-missing': [
    'People reach it without https',
    'Microphone, notifications and installation as an app need https: put a proxy in front and set PUBLIC_URL',
  ],
}

export function describeFinding({ code, values }: Pick<Finding, 'code' | 'values'>): {
  text: string
  advice: string | null
} {
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  const [text, advice] = words[code]
  return { text: fill(text), advice: advice === undefined ? null : fill(advice) }
}
