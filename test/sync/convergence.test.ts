import fc from 'fast-check';
import { PROPERTIES } from '../support/model/properties.ts';

/**
 * The model-based test. A case is a script of what people do on both sides and in chat, at once or one after the other,
 * of merges, deletes, faults, skewed clocks, bad lists, orders, other modes and crashes, and the setting it is played
 * in; `test/support/model` has the steps, the reference model of what people did, and the invariants by name. The
 * scripts are the same in every run here; `npm run test:soak` plays new ones (docs/model-test.md).
 */

const SEED = 20_260_301;

test.each([
  ['as a bridge', 'bridge', 400],
  ["beside Microsoft's own sync", 'native', 100],
] as const)(
  '%s, once all is quiet both sides tell one story, nothing said or set is lost or doubled, and the next cycle is still',
  async (_how, name, numRuns) => {
    const { cases, hold } = PROPERTIES[name];
    await fc.assert(
      fc.asyncProperty(cases, (one) => hold(one)),
      { numRuns, seed: SEED },
    );
  },
  600_000,
);
