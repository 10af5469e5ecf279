import type { BenchRow } from './bench-row.ts'

/** Every bench by the name it is called with; each runs beside its rival or its floor. */
const benches: Record<string, () => Promise<{ default(): Promise<BenchRow[]> }>> = {
  'faq-quality': () => import('./faq/quality.bench.ts'),
  'faq-written': () => import('./faq/written-questions.bench.ts'),
  'faq-latency': () => import('./faq/latency.bench.ts'),
  'faq-limits': () => import('./faq/matcher-limits.bench.ts'),
  turn: () => import('./turn/turn-overhead.bench.ts'),
  voice: () => import('./turn/first-audio.bench.ts'),
  speech: () => import('./speech/first-byte.bench.ts'),
  keys: () => import('./http/key-check.bench.ts'),
  acknowledgements: () => import('./durability/acknowledgements.bench.ts'),
  kill: () => import('./durability/kill.bench.ts'),
  gateway: () => import('./gateway/gateway.bench.ts'),
  abuse: () => import('./abuse/abuse.bench.ts'),
  data: () => import('./data/data.bench.ts'),
  'data-walk': () => import('./data/walk.bench.ts'),
  start: () => import('./start/start.bench.ts'),
  panel: () => import('./panel/first-view.bench.ts'),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  const rows = await (await load()).default()
  console.table(
    Object.fromEntries(
      rows.map(({ figure, value, rival = '', ratio = '', goal = '', isMet }) => [
        figure,
        { value, 'rival or floor': rival, ratio, goal, met: isMet === undefined ? '' : isMet ? 'yes' : 'NO' },
      ]),
    ),
  )
}
process.exit(0)
