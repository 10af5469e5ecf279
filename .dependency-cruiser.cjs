/** Who may know whom. Type imports count: a knot of types is a knot. */
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^bench/rivals', '^minisearch$', '[.]css$'] },
    },
    {
      name: 'apps-apart',
      comment: 'The panel talks to the server over HTTP only',
      severity: 'error',
      from: { path: '^apps/admin/' },
      to: { path: '^apps/server/' },
    },
    { name: 'server-without-panel', severity: 'error', from: { path: '^apps/server/' }, to: { path: '^apps/admin/' } },
    { name: 'packages-below-apps', severity: 'error', from: { path: '^packages/' }, to: { path: '^apps/' } },
    {
      name: 'contracts-know-zod-only',
      severity: 'error',
      from: { path: '^packages/contracts/src', pathNot: '[.]test[.]ts$' },
      to: { pathNot: ['^packages/contracts/', 'node_modules/zod/'] },
    },
    {
      name: 'spec-knows-audio-only',
      severity: 'error',
      from: { path: '^packages/models/src/spec' },
      to: { pathNot: ['^packages/models/src/spec', '^packages/audio/'] },
    },
    {
      name: 'rooms-talk-through-services',
      comment: 'A feature may call the service of another, never its repository',
      severity: 'error',
      from: { path: '^apps/server/src/features/([^/]+)/' },
      to: { path: '^apps/server/src/features/([^/]+)/.*[.]repository[.]ts$', pathNot: '^apps/server/src/features/$1/' },
    },
    {
      name: 'conversation-knows-no-http',
      severity: 'error',
      from: { path: '^apps/server/src/conversation/' },
      to: { path: '^apps/server/src/(http|channels|features|db)/' },
    },
    {
      name: 'only-routes-know-http',
      severity: 'error',
      from: {
        path: '^apps/server/src/(features|conversation|db|platform)/',
        pathNot: ['[.]routes[.]ts$', 'grant-session|refresh-cookie|[.]test[.]ts$'],
      },
      to: { path: '^apps/server/src/http/' },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(apps/server/test|e2e|bench|tools)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: [
        'bench/rivals/node_modules',
        'e2e/sdk/node_modules',
        'e2e/sdk/clients',
        '/dist',
        'apps/admin/node_modules',
      ],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.vue', '.json'],
    },
  },
}
