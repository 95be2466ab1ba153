import fc from 'fast-check';
import { entityNames } from '../../src/incident/entity-names.ts';
import type { EntityName } from '../../src/incident/entity-names.ts';
import { parseQuery } from '../../src/simulator/graph/hunting/parse-query.ts';
import { huntQueries } from '../../src/sync/hunt/hunt-queries.ts';
import { oneLine } from '../../src/sync/kql-text.ts';
import type { HuntingPort, HuntRow } from '../../src/sync/ports/hunting-port.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { sampleAlert } from '../support/alerts.ts';
import { hostileText } from '../support/hostile-text.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

const names = (...all: [EntityName['kind'], string][]): EntityName[] =>
  all.map(([kind, name]) => ({ kind, name, isMain: true }));

describe('the ready-made queries', () => {
  test('ask about each kind of name once, by the columns Defender has them in', () => {
    const [sha256, sha1] = ['a'.repeat(64), 'b'.repeat(40)];
    const queries = huntQueries([
      ...names(['host', 'web-01'], ['user', 'raj@contoso.com'], ['user', 'raj'], ['ip', '10.0.0.5']),
      ...names(['url', 'https://evil.example:8443/Login'], ['hash', sha256], ['hash', sha1]),
      { kind: 'host', name: 'web-01.contoso.com', isMain: false },
    ]);
    const conditions = queries.map(({ kql }) => kql.split(' | ').slice(0, 2).join(': '));
    expect(conditions).toEqual([
      'DeviceLogonEvents: where DeviceName in~ ("web-01", "web-01.contoso.com")',
      'IdentityLogonEvents: where AccountUpn in~ ("raj@contoso.com")',
      'DeviceNetworkEvents: where RemoteIP in~ ("10.0.0.5")',
      'DeviceNetworkEvents: where RemoteUrl has_any ("evil.example")',
      `DeviceFileEvents: where SHA256 in~ ("${sha256}") or SHA1 in~ ("${sha1}")`,
    ]);
    expect(queries[0]!.subjects).toEqual(['web-01']);
    for (const { kql } of queries) expect(kql).toMatch(/ \| top 10 by Times desc$/);
  });

  test('are none for what Defender does not ask about', () => {
    expect(huntQueries(names(['user', 'raj'], ['hash', 'abc'], ['host', '\u200b']))).toEqual([]);
  });

  test('ask about ten of each at most', () => {
    const hosts = Array.from({ length: 300 }, (_, index) => ['host', `h${index}`] as ['host', string]);
    const [query] = huntQueries(names(...hosts));
    expect(query!.subjects).toHaveLength(10);
    expect(query!.kql.length).toBeLessThan(1000);
  });

  test('take an attacker’s words for words, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(hostileText, fc.string({ unit: 'binary' })), { maxLength: 4 }), (texts) => {
        const all = texts.map((name): EntityName => ({ kind: 'host', name: `${name}" | x`, isMain: true }));
        for (const { kql } of huntQueries(all)) {
          const { operators } = parseQuery(kql);
          expect(operators.map(({ kind }) => kind)).toEqual(['where', 'summarize', 'top']);
          const values = operators
            .flatMap((one) => (one.kind === 'where' ? one.anyOf : []))
            .flatMap((one) => one.values);
          expect(values).toEqual([...new Set(all.map(({ name }) => oneLine(name)))]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a hunt', () => {
  let world: SyncWorld;
  let asked: string[];
  let answer: (query: string) => HuntRow[];
  beforeEach(async () => {
    asked = [];
    answer = () => [];
    const hunting: HuntingPort = {
      async run(query, days) {
        asked.push(`${days}: ${query.split(' ')[0]}`);
        return answer(query);
      },
    };
    world = await createSyncWorld({ huntDays: 14 }, { hunting });
  });
  afterEach(() => world.close());

  const web = { kind: 'Host', fields: { HostName: 'web-01' } };
  const raj = { kind: 'Account', fields: { UserPrincipalName: 'raj@contoso.com' } };
  async function raise(entities = [web, raj]): Promise<{ id: string; number: number }> {
    const id = world.sides.raise('Beacon', {}, [sampleAlert('a', { entities })]);
    await world.settle();
    return { id, number: (await world.desk.find(id))[0]!.number };
  }
  const reads = () => world.meter.traffic.reads;

  test('asks what its alerts name, without reading them again', async () => {
    const { number } = await raise();
    const before = reads();
    answer = (query) =>
      query.startsWith('DeviceLogon')
        ? [
            { AccountName: 'raj', DeviceName: '', Times: '12', Last: '2026-03-01T08:00:00Z' },
            { Times: null, Last: 7 },
          ]
        : [];
    const result = await world.desk.hunt(number);
    expect(asked).toEqual(['14: DeviceLogonEvents', '14: IdentityLogonEvents']);
    expect(result).toMatchObject({
      outcome: 'found',
      days: 14,
      view: { number },
      findings: [
        {
          question: 'Who signed in to these hosts',
          subjects: ['web-01'],
          rows: [
            { what: ['raj'], times: 12, lastAt: '2026-03-01T08:00:00Z' },
            { what: ['unnamed'], times: null, lastAt: null },
          ],
          fault: null,
        },
        { subjects: ['raj@contoso.com'], rows: [], fault: null },
      ],
    });
    expect(reads()).toBe(before);
  });

  test('reads the alerts where that has not been done, and finds the incident by them from then on', async () => {
    const { id, number } = await raise();
    await world.store.sync.saveEntityNames(number, []);
    expect(entityNames(world.sides.defenderSide.must(id).alerts)).not.toEqual([]);
    expect(await world.desk.hunt(number)).toMatchObject({ outcome: 'found' });
    expect((await world.desk.list({ text: 'web-01', kind: 'host', limit: 9, offset: 0 })).total).toBe(1);
  });

  test('tells of a question that could not be asked, and asks the others', async () => {
    const { number } = await raise();
    answer = (query) => {
      if (query.startsWith('DeviceLogon')) throw new RemoteError('throttled', 'used up', { status: 429 });
      return [];
    };
    const result = await world.desk.hunt(number);
    expect(result).toMatchObject({ findings: [{ fault: 'used up' }, { fault: null }] });
  });

  test('ends where Dragoman may not hunt, and where there is nothing to hunt for', async () => {
    const { number } = await raise();
    answer = () => {
      throw new RemoteError('forbidden', 'no', { status: 403 });
    };
    expect(await world.desk.hunt(number)).toMatchObject({ outcome: 'refused', code: 'hunting_refused' });
    expect(asked).toHaveLength(1);
    const bare = await raise([]);
    expect(await world.desk.hunt(bare.number)).toMatchObject({ outcome: 'refused', code: 'nothing_to_hunt' });
    expect(await world.desk.hunt(999)).toMatchObject({ outcome: 'refused', code: 'unknown_incident' });
  });

  test.each([
    [
      new RemoteError('server', 'GET /alerts_v2 was answered HTTP 503', { status: 503 }),
      /could not be asked just now .*503/,
    ],
    [new RemoteError('forbidden', 'no', { status: 403 }), /SecurityAlert\.Read\.All/],
  ])('says so where Defender cannot be asked for the alerts: %s', async (fault, words) => {
    const { number } = await raise();
    await world.store.sync.saveEntityNames(number, []);
    world.sides.defenderSide.faults.push({ when: 'before', on: 'alerts', error: fault });
    expect(await world.desk.hunt(number)).toMatchObject({
      outcome: 'refused',
      code: 'hunting_unavailable',
      reason: expect.stringMatching(words) as string,
    });
    expect(asked).toEqual([]);
    expect(await world.desk.hunt(number)).toMatchObject({ outcome: 'found' });
  });

  test('is refused for an incident that was merged, with the one it went into', async () => {
    const [{ id, number }, into] = [await raise(), await raise()];
    world.sides.mergeInDefender(id, into.id);
    await world.settle();
    expect(await world.desk.hunt(number)).toMatchObject({
      code: 'merged',
      reason: `#${number} was merged into #${into.number}.`,
    });
  });
});
