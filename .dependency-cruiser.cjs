/** Who may import whom: docs/adr/0001 and the map in the README. Each rule has a planted violation in test/architecture. */
const lib = (name) => `^libs/${name}/`;
const spec = '\\.(spec|suite|contract|bench)\\.ts$|/testing/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third.',
      from: { pathNot: '^node_modules' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nobody imports is dead.',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', spec, '^schema/', '^scripts/', '^test/', '(main|writer)\\.ts$'] },
      to: {},
    },
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      comment: 'The kernel is the words that all others speak.',
      from: { path: lib('kernel') },
      to: { path: '^(libs/(?!kernel)|apps/)' },
    },
    {
      name: 'event-store-knows-no-domain',
      severity: 'error',
      comment: 'An event store keeps names and JSON.',
      from: { path: lib('event-store'), pathNot: spec },
      to: { path: '^(libs/(?!event-store|kernel|sqlite)|apps/|schema/)' },
    },
    {
      name: 'privacy-knows-no-domain',
      severity: 'error',
      comment: 'The vault seals and opens; what, it need not know.',
      from: { path: lib('privacy'), pathNot: spec },
      to: { path: '^(libs/(?!privacy|kernel|sqlite|postgres)|apps/|schema/)' },
    },
    {
      name: 'proof-knows-no-domain',
      severity: 'error',
      comment: 'The tree is made of hashes; of what, it need not know.',
      from: { path: lib('proof'), pathNot: spec },
      to: { path: '^(libs/(?!proof|kernel|event-store|sqlite|postgres)|apps/|schema/)' },
    },
    {
      name: 'read-models-know-no-domain',
      severity: 'error',
      comment: 'The engine runs any projection.',
      from: { path: lib('read-models'), pathNot: spec },
      to: { path: '^(libs/(?!read-models|kernel|event-store|sqlite|postgres)|apps/|schema/)' },
    },
    {
      name: 'ledger-knows-no-domain',
      severity: 'error',
      comment: 'The pipeline runs any decider.',
      from: { path: lib('ledger'), pathNot: spec },
      to: { path: '^(libs/(?!ledger|kernel|event-store|privacy)|apps/|schema/)' },
    },
    {
      name: 'book-imports-no-app',
      severity: 'error',
      comment: 'The domain does not know who serves it.',
      from: { path: lib('book') },
      to: { path: '^apps/' },
    },
    {
      name: 'domain-is-framework-free',
      severity: 'error',
      comment: 'Only resolvers know Nest; only queries know the read models.',
      from: { path: lib('book'), pathNot: ['\\.resolver\\.ts$', 'libs/book/resolvers\\.ts$', spec] },
      to: { path: '(node_modules/@nestjs|^libs/(ledger|event-store|privacy)/)' },
    },
    {
      name: 'deciders-see-only-the-book',
      severity: 'error',
      comment: 'What a decider knows is the state and its input.',
      from: { path: 'libs/book/.*\\.(decider|state|events|clock)\\.ts$' },
      to: { path: '(libs/read-models|kysely|\\.(projection|queries|resolver)\\.ts$|^apps/)' },
    },
    {
      name: 'the-verifier-needs-no-server',
      severity: 'error',
      comment: 'An auditor can read what checks an export in an hour: hashes, signatures and files.',
      from: { path: '^apps/verify/', pathNot: spec },
      to: { path: '(^apps/(?!verify/)|^libs/(?!kernel/|proof/check\\.ts)|^schema/|node_modules/)' },
    },
    {
      name: 'drivers-stay-inside',
      severity: 'error',
      comment: 'One room for each driver.',
      from: {
        pathNot: [
          '^libs/(sqlite|postgres|event-store|read-models|privacy|proof)/',
          '^apps/ledger/(access|reads)/(sqlite|postgres)-',
          '^apps/ledger/beside-(ledger|departure)\\.ts$',
          '^apps/cli/(sqlite-file|migrate/(beside-rows|both-ends|move-beside|return-beside))\\.ts$',
          '^test/',
          spec,
        ],
      },
      to: { path: '(^libs/(sqlite|postgres)/|node_modules/(better-sqlite3|pg|@eventstore))' },
    },
    {
      name: 'postgres-has-one-room',
      severity: 'error',
      comment: 'Pools, time limits, locks and faults are made once; who keeps something on PostgreSQL asks there.',
      from: { pathNot: ['^libs/postgres/', '^libs/read-models/postgres/', '^test/', spec] },
      to: { path: 'node_modules/(@types/)?pg/' },
    },
    {
      name: 'postgres-imports-nothing',
      severity: 'error',
      comment: 'Connections carry what others say.',
      from: { path: lib('postgres'), pathNot: spec },
      to: { path: '^(libs/(?!postgres)|apps/|schema/)' },
    },
    {
      name: 'no-dev-packages-in-product',
      severity: 'error',
      comment: 'What ships must be installed with it.',
      from: { path: '^(apps|libs)/', pathNot: [spec, 'given\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'types', 'node', 'default'],
    },
  },
};
