import type { Digest } from '../../src/sync/ports/digest.ts';
import type { PeriodFigures } from '../../src/sync/ports/figure-records.ts';

const nothing: PeriodFigures = {
  opened: 0,
  merged: 0,
  closed: 0,
  closedByMachines: 0,
  byClassification: {},
  byProduct: [],
  acknowledged: { count: 0, median: null, p90: null },
  resolved: { count: 0, median: null, p90: null },
  reopened: 0,
  flaps: 0,
  asked: 0,
  overruled: 0,
  failedWrites: 0,
  standing: { open: 0, bySeverity: {}, byAge: [0, 0, 0, 0], unassigned: 0, oldest: null },
  responders: [],
};

/** A digest of a day on which nothing happened, but for what is said. */
export function aQuietDigest(overrides: Partial<Digest> = {}): Digest {
  return {
    kind: 'daily',
    period: { from: '2026-11-21T08:00:00.000Z', until: '2026-11-22T08:00:00.000Z' },
    before: { from: '2026-11-20T08:00:00.000Z', until: '2026-11-21T08:00:00.000Z' },
    figures: nothing,
    figuresBefore: nothing,
    missed: null,
    missedBefore: null,
    drift: 0,
    deadLetters: 0,
    lags: [],
    faults: [],
    ...overrides,
  };
}

/** A digest of a day on which much happened, with these words where somebody else's stand. */
export function aDigest(text = 'Phishing campaign against finance', many = 3): Digest {
  const texts = Array.from({ length: many }, (_, index) => `${index} ${text}`);
  const figures: PeriodFigures = {
    ...nothing,
    opened: 34,
    merged: 4,
    closed: 30,
    closedByMachines: 6,
    byClassification: { truePositive: 9, falsePositive: 14, benignPositive: 5, undetermined: 2 },
    byProduct: texts.map((product, index) => ({ product, classified: 28 - index, falsePositives: 14 })),
    acknowledged: { count: 28, median: 840, p90: 7_260 },
    resolved: { count: 24, median: 14_400, p90: 93_600 },
    reopened: 2,
    flaps: 3,
    asked: 2,
    overruled: 1,
    failedWrites: 1,
    standing: {
      open: 41,
      bySeverity: { high: 3, medium: 10, low: 20, informational: 6, unknown: 2 },
      byAge: [12, 20, 7, 2],
      unassigned: 5,
      oldest: { incident: 7, severity: 'high', title: text, openedAt: '2026-10-10T06:12:00Z' },
    },
    responders: texts.map((name, index) => ({
      owner: { upn: name, objectId: null, name },
      open: 12 - index,
      closed: 9,
    })),
  };
  return aQuietDigest({
    figures,
    figuresBefore: { ...figures, opened: 29, closed: 28, standing: { ...figures.standing, open: 38 } },
    missed: { acknowledge: { high: 3, low: 1 }, close: { high: 1 } },
    missedBefore: { acknowledge: { high: 2 }, close: {} },
    drift: 3,
    deadLetters: 2,
    lags: texts.map((connection) => ({
      connection,
      nativeLag: [{ what: 'state' as const, samples: 9, p50: 64, p95: 570 }],
    })),
    faults: texts,
  });
}
