import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { initial } from '../../src/store/migrations/0001-initial.ts';
import { rules } from '../../src/store/migrations/0002-rules.ts';
import { digestColumns } from '../../src/store/migrations/0003-digest-columns.ts';
import { toRow } from '../../src/store/records/link-rows.ts';
import type { Database } from '../../src/store/schema.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Connection } from '../../src/sync/ports/records.ts';
import { linkOf } from '../support/record-stories.ts';
import { liveStory, seeded } from '../support/soc-month.ts';
import { ana, createSyncWorld } from '../support/sync-world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const auditRow = {
  at: '2026-03-01T08:00:00.000Z',
  actorKind: 'person' as const,
  actorObjectId: 'a',
  actorTenantId: 't',
  actorUpn: null,
  actorName: 'Ana',
  action: 'close',
  incident: null,
  actionId: null,
  outcome: 'refused:forbidden',
  detail: { why: 'test' },
};

const connection: Connection = {
  id: 'c',
  liveSince: '2026-03-01T08:00:00.000Z',
  mode: 'bridge',
  modeReason: 'SYNC_MODE is bridge.',
  holds: [{ kind: 'paused', since: '2026-03-01T08:00:00.000Z', by: 'Ana' }],
  decidedBetween: 0,
  wentAt: null,
  knowsNative: false,
  comparedAt: null,
};

describe('the store', () => {
  test('makes its folder, migrates, and opens again with what it held', async () => {
    const url = `file:${join(folder, 'deep', 'dragoman.db')}`;
    const first = await openStore(url);
    await first.sync.addConnection(connection);
    await first.close();
    const second = await openStore(url);
    expect(await second.sync.connection('c')).toEqual(connection);
    await second.close();
  });

  test('gives incidents it held before the columns that digests ask for', async () => {
    const row = toRow(linkOf(liveStory(1, 0, seeded(1))));
    const database = new BetterSqlite3(join(folder, 'old.db'));
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database }) });
    for (const migration of [initial, rules]) await migration.up(db);
    const { owner: _owner, products: _products, apart_from: _later, ...before } = row;
    await db.insertInto('links').values(before).execute();
    await digestColumns.up(db);
    const { owner, products } = row;
    const columns = await db.selectFrom('links').select(['owner', 'products']).execute();
    expect(columns).toEqual([{ owner, products }]);
    await db.destroy();
  });

  test('keeps nothing of a transaction that fails', async () => {
    const store = await openStore('file::memory:');
    const work = store.sync.transaction(async (records) => {
      await records.appendAudit(auditRow);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    const rows = [];
    for await (const row of store.audit({ since: '2000' })) rows.push(row);
    expect(rows).toEqual([]);
    await store.close();
  });

  test('refuses to change or forget a row of the audit', async () => {
    const path = join(folder, 'audit.db');
    const store = await openStore(`file:${path}`);
    await store.sync.appendAudit(auditRow);
    await store.close();
    const raw = new BetterSqlite3(path);
    expect(() => raw.exec('update audit set outcome = 1')).toThrow('append-only');
    expect(() => raw.exec('delete from audit')).toThrow('append-only');
    raw.close();
  });

  test('finds incidents by number, either id, portal link and title', async () => {
    const world = await createSyncWorld();
    const id = world.sides.raise('Phishing of the board');
    await world.desk.syncNow();
    for (const reference of [
      '#1',
      '1',
      id,
      world.twinOf(id),
      `https://security.microsoft.com/incident2/${id}/overview?tid=x`,
      'of the BOARD',
    ])
      expect((await world.desk.find(reference)).map(({ number }) => number)).toEqual([1]);
    expect(await world.desk.find('#99')).toEqual([]);
    await world.close();
  });

  test('the exported audit names the person again for what each side did', async () => {
    const world = await createSyncWorld();
    world.sides.raise('A');
    await world.desk.syncNow();
    await world.desk.act({ by: ana, incident: 1, ask: { kind: 'severity', severity: 'low' }, key: 'k', version: null });
    const rows = [];
    for await (const row of world.store.audit({ since: '2000' })) rows.push(row);
    const written = rows.filter(({ outcome, actionId }) => outcome.startsWith('written:') && actionId !== null);
    expect(written.map(({ outcome }) => outcome).toSorted()).toEqual(['written:defender', 'written:sentinel']);
    expect(written.every(({ actor }) => actor.objectId === ana.objectId && actor.upn === ana.upn)).toBe(true);
    await world.close();
  });
});
