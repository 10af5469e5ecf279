import { join } from 'node:path'

export interface ServiceUnit {
  /** The checkout. */
  readonly root: string
  readonly dataDir: string
  /** The Node that runs the server. */
  readonly node: string
  /** Any Node of the system: it installs what an update needs before the server's own is there. */
  readonly systemNode: string
  /** What `npm start` runs, taken from package.json. */
  readonly startArguments: readonly string[]
  readonly searchPath: string
  readonly environmentFile: string
  /** A unit of the whole machine, and the user it runs as; null for a unit of one's own. */
  readonly system: { readonly user: string | null } | null
}

/** An update installs packages and builds the panel before the server starts. */
const START_TIMEOUT = '20min'

/** Takes nothing away that the server uses: it compiles at run time, opens sockets, and starts processes of its own. */
const hardening = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'SystemCallArchitectures=native',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
]
/** These need rights that a user's own systemd does not have everywhere. */
const systemHardening = [
  'PrivateTmp=yes',
  'ProtectSystem=full',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectControlGroups=yes',
]

/** The text of the systemd unit. */
export function serviceUnit(unit: ServiceUnit): string {
  const lines = [
    '[Unit]',
    'Description=Secretary',
    'After=network-online.target',
    'Wants=network-online.target',
    'StartLimitIntervalSec=300',
    'StartLimitBurst=10',
    '',
    '[Service]',
    'Type=exec',
    ...(unit.system?.user ? [`User=${unit.system.user}`] : []),
    `WorkingDirectory=${path(unit.root)}`,
    `EnvironmentFile=${path(unit.environmentFile)}`,
    `Environment=${quoted(`PATH=${unit.searchPath}`)} MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=1048576 NODE_COMPILE_CACHE=.cache/compile`,
    `ExecStartPre=${commandLine(unit.systemNode, [join('tools', 'setup', 'prepare.cjs'), 'start'])}`,
    `ExecStart=${commandLine(unit.node, unit.startArguments)}`,
    'Restart=on-failure',
    'RestartSec=5',
    `TimeoutStartSec=${START_TIMEOUT}`,
    'TimeoutStopSec=15',
    'KillMode=mixed',
    'UMask=0077',
    'LimitNOFILE=65536',
    ...hardening,
    ...(unit.system ? [...systemHardening, `ReadWritePaths=${quoted(unit.root)} ${quoted(unit.dataDir)}`] : []),
    '',
    '[Install]',
    `WantedBy=${unit.system ? 'multi-user.target' : 'default.target'}`,
    '',
  ]
  return lines.join('\n')
}

/** In the name of the program a dollar sign is itself; in the words after it, it would begin a variable (systemd.service, "Command lines"). */
function commandLine(program: string, words: readonly string[]): string {
  return [quoted(program), ...words.map((word) => quoted(word.replaceAll('$', '$$$$')))].join(' ')
}

/** One word, with systemd's own specifiers made harmless. */
function quoted(word: string): string {
  const plain = word.replaceAll('%', '%%')
  return /^[\w@%+=:,./$-]+$/.test(plain) ? plain : `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** A path that is a whole value is taken as it is, spaces too; only the specifiers are systemd's. */
const path = (value: string): string => value.replaceAll('%', '%%')
