/**
 * Who may import whom. One row a room; a room that is not in a row's list is not seen from there. docs/architecture.md
 * explains the table and is held to the code by test/structure/rooms.test.ts, which walks the imports by itself.
 */
export const ROOMS = {
  incident: [],
  sync: ['incident'],
  'sync/ports': ['incident', 'sync'],
  store: ['incident', 'sync'],
  azure: ['incident', 'sync/ports'],
  defender: ['azure', 'incident', 'sync/ports'],
  sentinel: ['azure', 'incident', 'sync/ports'],
  cards: ['incident', 'sync/ports', 'sync/incident-view', 'config/secret'],
  bot: ['cards', 'incident', 'sync/ports', 'sync/incident-view', 'config'],
  server: ['bot', 'cards', 'incident', 'sync/ports', 'config'],
  schedule: ['sync/ports'],
  config: ['incident', 'automation/read-rules', 'automation/rule', 'sla/policy'],
  automation: ['incident', 'sync', 'sync/ports'],
  sla: ['incident', 'sync', 'sync/ports'],
  digest: ['incident', 'schedule', 'sync/ports'],
  'teams-app': [],
  doctor: ['azure', 'config', 'store', 'sync', 'sync/ports'],
  simulator: [],
};

const room = (name) => `^src/${name}(/|[.]ts$)`;

export default {
  forbidden: [
    ...Object.entries(ROOMS).map(([name, allowed]) => ({
      name: `room-${name.replace('/', '-')}`,
      severity: 'error',
      from: {
        path: room(name),
        // The ports and the view are the part of `sync` that others may see; they have a row of their own.
        ...(name === 'sync' ? { pathNot: room('sync/ports') } : {}),
      },
      to: {
        path: '^src/',
        pathNot: [room(name), ...(name === 'sync/ports' ? [room('sync')] : []), ...allowed.map(room)],
      },
    })),
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
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
