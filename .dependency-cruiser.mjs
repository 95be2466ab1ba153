/**
 * What must not be imported from where, besides the rooms: who sees whom stands in the table of docs/architecture.md
 * alone, which test/structure/rooms.test.ts holds the code to.
 */
const room = (name) => `^src/${name}(/|[.]ts$)`;

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'simulator-is-not-imported',
      severity: 'error',
      from: { path: '^src/', pathNot: room('simulator') },
      to: { path: room('simulator') },
    },
    {
      name: 'botbuilder-stays-behind-bot-and-server',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(bot|server)/' },
      to: { path: 'node_modules/(botbuilder|botframework-)' },
    },
    {
      name: 'database-stays-in-the-store',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/(kysely|better-sqlite3)' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        path: '^src/',
        orphan: true,
        pathNot: '(main[.]ts|run-[a-z-]+[.]ts|[.]mjs|render-[a-z-]+[.]ts)$|/(commands|page)/',
      },
      to: {},
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/simulator/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
