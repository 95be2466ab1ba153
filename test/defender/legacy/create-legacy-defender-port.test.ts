import { createLegacyDefenderPort } from '../../../src/defender/legacy/create-legacy-defender-port.ts';
import { openState } from '../../../src/incident/state.ts';
import type { State } from '../../../src/incident/state.ts';
import type { DefenderPort, ObservedPage } from '../../../src/sync/ports/side-port.ts';
import { ScriptedHttp, scriptedPipeline } from '../../support/scripted-http.ts';
import type { Exchange } from '../../support/scripted-http.ts';
import { wireIncident } from './wire-incident.ts';

const incidents = '/gate/api/incidents';
const target = `${incidents}/81`;
const falsePositive: State = {
  status: 'closed',
  classification: 'falsePositive',
  determination: 'notMalicious',
  reason: null,
  note: 'a test machine',
};
const cleared = { classification: 'Unknown', determination: 'NotAvailable' };

function defender(script: Exchange[], responseLimitBytes = 100_000): { http: ScriptedHttp; port: DefenderPort } {
  const http = new ScriptedHttp(script);
  const pipeline = scriptedPipeline(http, { responseLimitBytes });
  return { http, port: createLegacyDefenderPort({ endpoint: 'https://defender.test/gate/', pipeline }) };
}

const patched = (body: Record<string, unknown>, reply: Partial<Exchange> = {}): Exchange => ({
  method: 'PATCH',
  target,
  body,
  json: wireIncident({ ...body, comment: undefined }),
  ...reply,
});
/** What the service answers to whatever it does not like about a body. */
const refused: Partial<Exchange> = {
  status: 400,
  json: {
    error: {
      code: 'InvalidRequestBody',
      message: 'Request body is incorrect',
      target: '1fa66c0f-18bd-4133-b378-36d76f3a2ba0',
    },
  },
};

async function pages(port: DefenderPort, since: string, openOnly = false): Promise<ObservedPage[]> {
  const all: ObservedPage[] = [];
  for await (const page of port.listModified({ since, openOnly })) all.push(page);
  return all;
}

describe('listing', () => {
  const query = (filter: string, top = 100) => `${incidents}?$filter=${filter}&$top=${top}`;
  const since = '2026-08-01T10:00:00Z';

  test('asks by modification, by nothing that is not documented, and for a hundred', async () => {
    const { http, port } = defender([
      { method: 'GET', target: query(`lastUpdateTime ge ${since}`), json: { value: [wireIncident()] } },
      {
        method: 'GET',
        target: query(`lastUpdateTime ge ${since} and status ne 'Resolved' and status ne 'Redirected'`),
        json: { value: [] },
      },
    ]);
    expect(await pages(port, since)).toHaveLength(1);
    await pages(port, since, true);
    expect(http.requests[0]?.url).toContain('$filter=lastUpdateTime%20ge%20');
    http.assertDone();
  });

  test('a full page is thrown away and asked for in two halves of its time', async () => {
    const times = Array.from({ length: 100 }, (_, n) => new Date(Date.UTC(2026, 7, 1, 10, n)).toISOString());
    const items = times.map((lastUpdateTime, n) => wireIncident({ incidentId: n, lastUpdateTime }));
    const cut = '2026-08-01T10:49:30.0000000Z';
    const { http, port } = defender([
      { method: 'GET', target: query(`lastUpdateTime ge ${since}`), json: { value: items.toReversed() } },
      {
        method: 'GET',
        target: query(`lastUpdateTime ge ${since} and lastUpdateTime lt ${cut}`),
        json: { value: items.slice(0, 50).toReversed() },
      },
      { method: 'GET', target: query(`lastUpdateTime ge ${cut}`), json: { value: items.slice(50).toReversed() } },
    ]);
    const all = await pages(port, since);
    const ids = all.map(({ observations }) => observations.map(({ incident }) => Number(incident.id)));
    expect(ids.flat()).toEqual(items.map((_, n) => n));
    http.assertDone();
  });

  test('a next link, which nobody documents, is a sign that there is more, and never followed', async () => {
    const link = { '@odata.nextLink': 'https://evil.test/api/incidents?$skip=1' };
    const items = ['10:05', '10:07'].map((time) => wireIncident({ lastUpdateTime: `2026-08-01T${time}:00Z` }));
    const { http, port } = defender([
      { method: 'GET', target: query(`lastUpdateTime ge ${since}`), json: { value: items, ...link } },
      { method: 'GET', target: `${incidents}?*`, json: { value: [items[0]] } },
      { method: 'GET', target: `${incidents}?*`, json: { value: [items[1]] } },
    ]);
    expect(await pages(port, since)).toHaveLength(2);
    http.assertDone();
  });

  test('a page too large to take in is asked for smaller', async () => {
    const huge = wireIncident({ alerts: ['x'.repeat(3000)] });
    const list = (top: number, json: unknown) => ({
      method: 'GET',
      target: query(`lastUpdateTime ge ${since}`, top),
      json,
    });
    const { http, port } = defender(
      [list(100, { value: [huge, huge] }), list(50, { value: [huge, huge] }), list(25, { value: [huge] })],
      4000,
    );
    expect(await pages(port, since)).toHaveLength(1);
    http.assertDone();
  });

  test('an incident too large by itself is told with its id and time, and what is beside it is asked for', async () => {
    const at = (time: string) => `2026-08-01T${time}Z`;
    const huge = wireIncident({
      lastUpdateTime: at('10:05:00'),
      createdTime: at('09:00:00'),
      alerts: ['x'.repeat(3000)],
    });
    const asked = (filter: string, top: number, value: unknown[]) => ({
      method: 'GET',
      target: query(filter, top),
      json: { value },
    });
    const sevens = (time: string) => at(time).replace('Z', '.0000000Z');
    const [modified, created] = [sevens('10:05:00'), sevens('09:00:00')];
    const { http, port } = defender(
      [
        ...[100, 50, 25, 12, 6, 3, 1, 1].map((top) => asked(`lastUpdateTime ge ${since}`, top, [huge])),
        asked(`lastUpdateTime ge ${since} and lastUpdateTime lt ${modified}`, 100, []),
        asked(`lastUpdateTime eq ${modified} and createdTime lt ${created}`, 100, []),
        asked(`lastUpdateTime eq ${modified} and createdTime gt ${created}`, 100, []),
        asked(`lastUpdateTime gt ${modified}`, 100, [wireIncident({ incidentId: 7, lastUpdateTime: at('10:06:00') })]),
      ],
      2000,
    );
    const seen = await pages(port, since);
    expect(seen.flatMap(({ unreadable }) => unreadable)).toEqual([
      { id: '81', modifiedAt: at('10:05:00'), reason: 'too large to be read' },
    ]);
    expect(seen.at(-1)?.observations[0]?.incident.id).toBe('7');
    http.assertDone();
  });

  test('one of which not even the time can be told is an error', async () => {
    const huge = { value: [{ incidentId: 1, lastUpdateTime: 'y'.repeat(2000) }] };
    const { http, port } = defender(
      [100, 50, 25, 12, 6, 3, 1, 1].map((top) => ({
        method: 'GET',
        target: query(`lastUpdateTime ge ${since}`, top),
        json: huge,
      })),
      1000,
    );
    await expect(pages(port, since)).rejects.toThrow(/too large to be read, and it cannot be told which/);
    http.assertDone();
  });
});

describe('writing', () => {
  test('only what changed is sent, and nobody is an empty text', async () => {
    const { http, port } = defender([
      patched({ assignedTo: 'ana@contoso.com', tags: ['vip'] }),
      patched({ assignedTo: '', tags: [] }),
    ]);
    await port.update('81', { owner: { upn: 'ana@contoso.com', objectId: 'x', name: 'Ana' }, tags: ['vip'] });
    expect((await port.update('81', { owner: null, tags: [] })).incident.owner).toBeNull();
    http.assertDone();
  });

  test('a severity alone is refused before anything is sent, by name', async () => {
    const { http, port } = defender([]);
    await expect(port.update('81', { severity: 'high' })).rejects.toMatchObject({
      code: 'invalid',
      property: 'severity',
      message: expect.stringContaining('severity'),
    });
    expect(http.requests).toHaveLength(0);
    expect(port.limits()).toEqual(['severity', 'closing note']);
  });

  test('an owner without a principal name has no word here', async () => {
    const { http, port } = defender([]);
    const owner = { upn: null, objectId: 'x', name: null };
    await expect(port.update('81', { owner })).rejects.toMatchObject({ property: 'assignedTo' });
    expect(http.requests).toHaveLength(0);
  });

  test('a determination is tried under its other name, which is then used from the start', async () => {
    const closure = { status: 'Resolved', classification: 'FalsePositive' };
    const { http, port } = defender([
      patched({ ...closure, determination: 'Clean', tags: ['a'] }, refused),
      patched({ ...closure, determination: 'NotMalicious', tags: ['a'] }),
      patched({ ...closure, determination: 'NotMalicious' }),
    ]);
    const { incident } = await port.update('81', { state: falsePositive, tags: ['a'] });
    expect(incident.state).toEqual({ ...falsePositive, note: '' });
    await port.update('81', { state: falsePositive });
    expect(port.limits()).toEqual(['severity', 'closing note']);
    http.assertDone();
  });

  test('where no name for a determination is taken, the closure goes without it, and that is said', async () => {
    const closure = { status: 'Resolved', classification: 'FalsePositive' };
    const { http, port } = defender([
      patched({ ...closure, determination: 'Clean' }, refused),
      patched({ ...closure, determination: 'NotMalicious' }, refused),
      patched(closure),
      patched(closure),
    ]);
    expect((await port.update('81', { state: falsePositive })).incident.state.determination).toBeNull();
    await port.update('81', { state: falsePositive });
    expect(port.refusedProperties()).toContain('determination "Clean"');
    http.assertDone();
  });

  test('where a classification cannot be taken back, an incident is reopened all the same', async () => {
    const { http, port } = defender([
      patched({ status: 'InProgress', ...cleared }, refused),
      patched({ status: 'InProgress' }),
      patched({ status: 'Active' }),
    ]);
    expect((await port.update('81', { state: openState('active') })).incident.state).toEqual(openState('active'));
    await port.update('81', { state: openState('new') });
    expect(port.refusedProperties()).toContain('taking a classification back');
    http.assertDone();
  });

  test('a request that no wording helps is refused for its first reason, and nothing is learnt from it', async () => {
    const closure = { status: 'Resolved', classification: 'FalsePositive' };
    const all: Exchange[] = [
      patched({ ...closure, determination: 'Clean' }, refused),
      patched({ ...closure, determination: 'NotMalicious' }, refused),
      patched(closure, { status: 400, json: { error: { code: 'BadRequest', message: 'Something else' } } }),
    ];
    const { http, port } = defender([...all, patched({ ...closure, determination: 'Clean' })]);
    await expect(port.update('81', { state: falsePositive })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('InvalidRequestBody'),
    });
    await port.update('81', { state: falsePositive });
    http.assertDone();
  });

  test.each<[string, Partial<Exchange>]>([
    ['a refusal that names the tags', { status: 400, json: { error: { code: 'x', message: "'tags' is too long" } } }],
    ['a throttle', { status: 429 }],
    ['a fault of the service', { status: 500 }],
    ['a lost answer', { fails: 'ECONNRESET' }],
    ['a missing permission', { status: 403 }],
  ])('%s is not a matter of wording: it is sent once', async (_, reply) => {
    const closure = { status: 'Resolved', classification: 'FalsePositive', determination: 'Clean' };
    const { http, port } = defender([patched({ ...closure, tags: ['a'] }, reply)]);
    await expect(port.update('81', { state: falsePositive, tags: ['a'] })).rejects.toThrow(/PATCH/);
    http.assertDone();
  });

  test('an answer without a body is followed by a reading', async () => {
    const { http, port } = defender([
      patched({ tags: ['a'] }, { status: 204, json: undefined }),
      { method: 'GET', target, json: wireIncident({ tags: ['a'] }) },
    ]);
    expect((await port.update('81', { tags: ['a'] })).incident.tags).toEqual(['a']);
    http.assertDone();
  });

  test('the time to wait is read from the body, where this service tells it', async () => {
    const message = 'The quota of calls is used up. It will be reset in 25 seconds.';
    const { port } = defender([
      patched({ tags: [] }, { status: 429, json: { error: { code: 'TooManyRequests', message } } }),
    ]);
    await expect(port.update('81', { tags: [] })).rejects.toMatchObject({ code: 'throttled', retryAfterSeconds: 25 });
  });

  test('an id that is no number is nobody’s, and nothing is asked', async () => {
    const { http, port } = defender([]);
    await expect(port.update('x', { tags: [] })).rejects.toMatchObject({ code: 'notFound' });
    await expect(port.addComment('81/../82', 'x')).rejects.toMatchObject({ code: 'notFound' });
    expect(await port.get('')).toBeNull();
    expect(http.requests).toHaveLength(0);
  });
});

describe('commenting', () => {
  const comments = [
    { comment: 'hello', createdBy: 'Dragoman', createdTime: '2026-08-01T10:02:00Z' },
    { comment: 'before', createdBy: 'ana@contoso.com', createdTime: '2026-08-01T10:01:00Z' },
  ];

  test('is a change of one property, and answers all comments, oldest first', async () => {
    const { http, port } = defender([patched({ comment: 'hello' }, { json: wireIncident({ comments }) })]);
    expect((await port.addComment('81', 'hello')).map(({ text }) => text)).toEqual(['before', 'hello']);
    http.assertDone();
  });

  test('reads them where the answer does not show them', async () => {
    const { http, port } = defender([
      patched({ comment: 'hello' }, { json: undefined }),
      { method: 'GET', target, json: wireIncident({ comments }) },
    ]);
    expect(await port.addComment('81', 'hello')).toHaveLength(2);
    http.assertDone();
  });

  test('is in doubt where they cannot be read afterwards: it was sent', async () => {
    const { http, port } = defender([
      patched({ comment: 'hello' }, { json: undefined }),
      { method: 'GET', target, status: 500 },
    ]);
    await expect(port.addComment('81', 'hello')).rejects.toMatchObject({ code: 'server', inDoubt: true });
    http.assertDone();
  });

  test.each<[string, Partial<Exchange>, boolean]>([
    ['a lost answer', { fails: 'ECONNRESET' }, true],
    ['half an answer', { text: '{"incidentId":8' }, true],
    ['a gateway that gave up', { status: 504 }, true],
    ['a refused connection', { fails: 'ECONNREFUSED' }, false],
    ['a throttle', { status: 429 }, false],
    ['a refusal', refused, false],
  ])('%s is sent once and says whether it may be there', async (_, reply, inDoubt) => {
    const { http, port } = defender([patched({ comment: 'hello' }, reply)]);
    await expect(port.addComment('81', 'hello')).rejects.toMatchObject({ inDoubt });
    http.assertDone();
  });
});
