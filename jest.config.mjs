/**
 * Tests run as CommonJS through swc, because jest's own ES module support still needs an experimental
 * flag. Packages that ship nothing but ES modules go through the same transform.
 */
const esModulePackages = ['kysely', 'uuid', 'jose', '@faker-js', 'ical.js'];

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Nothing is timed here: a busy machine must not fail a test that starts servers.
  testTimeout: 30_000,
  // Many tests wait for a process or a clock most of the time: every core is given a file.
  maxWorkers: '100%',
  // Jest complains of a process that takes half a second to end, which a large one does though nothing is left open.
  workerIdleMemoryLimit: '800MB',
  extensionsToTreatAsEsm: [],
  transform: {
    '\\.[jt]s$|\\.mjs$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript', importAttributes: true } },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulePackages.join('|')})/)`],
};
