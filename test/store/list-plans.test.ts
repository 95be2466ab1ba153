import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openStore } from '../../src/store/open-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import type { LinkQuery } from '../../src/sync/ports/records.ts';

let folder: string;
let file: string;
let store: OpenStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-lists-'));
  file = join(folder, 'dragoman.db');
  store = await openStore(`file:${file}`);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How the database goes about every statement that reads while the work runs, a line for each step. */
async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  const prepare = jest.spyOn(BetterSqlite3.prototype, 'prepare');
  await work();
  const statements = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^\s*(select|with)/i.test(sql));
  prepare.mockRestore();
  const db = new BetterSqlite3(file, { readonly: true });
  const plans = statements.flatMap((sql) => {
    const parameters = Array.from({ length: sql.split('?').length - 1 }, () => 'x');
    return db.prepare(`explain query plan ${sql}`).all(parameters) as { detail: string }[];
  });
  db.close();
  expect(statements).not.toEqual([]);
  return plans.map(({ detail }) => detail);
}

/** Every row of the table, or of an index and then of the table, is looked at. */
const readsRows = (detail: string) =>
  /^(SCAN|SEARCH) links\b/.test(detail) && !/COVERING INDEX|INTEGER PRIMARY KEY/.test(detail);

describe('lists of incidents', () => {
  const queries: Partial<LinkQuery>[] = [
    { open: true },
    { open: true, severity: 'high', tag: 'vip' },
    { open: true, owner: { objectId: 'o', upn: 'u' } },
    { text: 'phish' },
    { text: 'web-01', kind: 'host' },
  ];
  test.each(queries)('read no more of what they leave out than an index holds: %j', async (query) => {
    const plans = await plansOf(() => store.sync.listLinks({ ...query, limit: 10, offset: 0 }));
    expect(plans.filter(readsRows)).toEqual([]);
  });

  test.each(['phishing wave', '924565', 'https://security.microsoft.com/incident2/924565/overview'])(
    'find what a person means by %j the same way',
    async (reference) => {
      const plans = await plansOf(() => store.sync.findLinks(reference, 6));
      const byId = /^SEARCH links USING INDEX links_(defender_id|sentinel_name) /;
      expect(plans.filter((detail) => readsRows(detail) && !byId.test(detail))).toEqual([]);
    },
  );

  test('look for a piece of a title in every one of them once, for the page and for how many there are', async () => {
    const plans = await plansOf(() => store.sync.listLinks({ text: 'phish', limit: 10, offset: 0 }));
    const scans = plans.filter((detail) => /^(SCAN|SEARCH) links USING COVERING INDEX/.test(detail));
    expect(scans).toHaveLength(1);
  });

  test('look names up by their beginning', async () => {
    const plans = await plansOf(() => store.sync.listLinks({ text: 'web-01', kind: 'host', limit: 10, offset: 0 }));
    expect(plans).toContainEqual(expect.stringMatching(/SEARCH entity_names USING COVERING INDEX entity_names_folded/));
  });
});

test('what happened lately is read from the end of the history', async () => {
  const plans = await plansOf(() => store.histories.stirringSince('2026-10-01T00:00:00.000Z'));
  expect(plans).toContainEqual(expect.stringMatching(/SEARCH events USING COVERING INDEX events_at /));
  expect(plans.filter((detail) => detail.startsWith('SCAN'))).toEqual([]);
});
