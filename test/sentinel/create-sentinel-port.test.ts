import { openState } from '../../src/incident/state.ts';
import { createSentinelPort } from '../../src/sentinel/create-sentinel-port.ts';
import type { ObservedPage, SentinelPort } from '../../src/sync/ports/side-port.ts';
import { testExample } from '../azure/official-examples.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';
import { wireIncident } from './wire-incident.ts';

const incidents =
  '/subscriptions/sub/resourceGroups/my rg/providers/Microsoft.OperationalInsights/workspaces/ws/providers/Microsoft.SecurityInsights/incidents';
const one = `${incidents}/inc-1?api-version=2025-09-01`;
const query = (filter: string) =>
  `${incidents}?api-version=2025-09-01&$filter=${filter}&$orderby=properties/lastModifiedTimeUtc asc&$top=1000`;
const comment = (name: string, createdTimeUtc: string) => ({
  name,
  properties: { message: name, createdTimeUtc, author: { name: 'Ana' } },
});

function sentinel(script: Exchange[], pageSize?: number): { http: ScriptedHttp; port: SentinelPort } {
  const http = new ScriptedHttp(script);
  const workspace = { subscriptionId: 'sub', resourceGroup: 'my rg', workspace: 'ws' };
  const settings = { endpoint: 'https://arm.test', workspace, pipeline: scriptedPipeline(http) };
  return { http, port: createSentinelPort(pageSize === undefined ? settings : { ...settings, pageSize }) };
}

async function pages(port: SentinelPort, since: string, openOnly = false): Promise<ObservedPage[]> {
  const all: ObservedPage[] = [];
  for await (const page of port.listModified({ since, openOnly })) all.push(page);
  return all;
}

describe('listing', () => {
  test('asks by modification, ascending', async () => {
    const { http, port } = sentinel([
      {
        method: 'GET',
        target: query('properties/lastModifiedTimeUtc ge 2026-08-01T10:00:00.1234567Z'),
        json: { value: [wireIncident()] },
      },
      {
        method: 'GET',
        target: query("properties/lastModifiedTimeUtc ge 2026-08-01T10:00:00Z and properties/status ne 'Closed'"),
        json: { value: [] },
      },
    ]);
    expect((await pages(port, '2026-08-01T10:00:00.1234567Z'))[0]?.observations[0]?.incident.id).toBe('inc-1');
    await pages(port, '2026-08-01T10:00:00Z', true);
    http.assertDone();
  });

  test('a full page without a next link is gone on from, since the service may have cut it', async () => {
    const at = (id: string, time: string) => wireIncident({ lastModifiedTimeUtc: time }, { name: id });
    const value = [at('a', '2026-08-01T10:00:00Z'), at('b', '2026-08-01T11:00:00Z')];
    const { http, port } = sentinel(
      [
        { method: 'GET', target: `${incidents}*`, json: { value } },
        {
          method: 'GET',
          target: `${incidents}?api-version=2025-09-01&$filter=properties/lastModifiedTimeUtc ge 2026-08-01T11:00:00Z*`,
          json: { value: value.slice(1) },
        },
      ],
      2,
    );
    await pages(port, '2026-08-01T10:00:00Z');
    http.assertDone();
  });

  test('never carries the token to another host', async () => {
    const { http, port } = sentinel([
      { method: 'GET', target: `${incidents}*`, json: { value: [], nextLink: 'https://evil.test/x' } },
    ]);
    await expect(pages(port, '2026-08-01T10:00:00Z')).rejects.toMatchObject({ code: 'unreadable' });
    expect(http.requests).toHaveLength(1);
  });
});

describe('reading one', () => {
  const missing = (code: string): Exchange => ({
    method: 'GET',
    target: one,
    status: 404,
    json: { error: { code, message: 'gone' } },
  });

  test('nobody home is null, a missing workspace is not', async () => {
    const { port } = sentinel([
      missing('NotFound'),
      missing('ResourceGroupNotFound'),
      missing('ParentResourceNotFound'),
    ]);
    expect(await port.get('inc-1')).toBeNull();
    await expect(port.get('inc-1')).rejects.toMatchObject({ code: 'notFound' });
    await expect(port.get('inc-1')).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('writing', () => {
  test('replaces on top of the reading, under its etag', async () => {
    const before = wireIncident();
    const { owner, labels, title, description, status, firstActivityTimeUtc, lastActivityTimeUtc } = before[
      'properties'
    ] as Record<string, unknown>;
    const properties = {
      title,
      description,
      severity: 'High',
      status,
      owner,
      labels,
      firstActivityTimeUtc,
      lastActivityTimeUtc,
    };
    const { http, port } = sentinel([
      { method: 'GET', target: one, json: before },
      {
        method: 'PUT',
        target: one,
        body: { etag: '"e-1"', properties },
        json: wireIncident(properties, { etag: '"e-2"' }),
      },
    ]);
    const observation = await port.get('inc-1');
    const basis: unknown = JSON.parse(JSON.stringify(observation?.basis));
    const written = await port.update('inc-1', { severity: 'high' }, basis);
    expect(written).toMatchObject({
      outcome: 'written',
      observation: { incident: { severity: 'high' }, basis: { etag: '"e-2"' } },
    });
    http.assertDone();
  });

  const basis = { etag: '"e-1"', properties: { title: 't', severity: 'Low', status: 'New' } };

  test.each([409, 412])('%i is a conflict, and nothing is tried again', async (status) => {
    const reply = {
      status,
      json: { error: { code: 'Conflict', message: 'Newer version of resource exists. Data was not saved' } },
    };
    const { http, port } = sentinel([{ method: 'PUT', target: one, ...reply }]);
    expect(await port.update('inc-1', { severity: 'high' }, basis)).toEqual({ outcome: 'conflict' });
    http.assertDone();
  });

  test('without a reading nothing is sent', async () => {
    const { http, port } = sentinel([]);
    for (const nothing of [undefined, {}, { etag: '', properties: {} }, { properties: {} }]) {
      await expect(port.update('inc-1', { severity: 'high' }, nothing)).rejects.toMatchObject({ code: 'invalid' });
    }
    expect(http.requests).toHaveLength(0);
  });

  test('a lost answer leaves the write in doubt', async () => {
    const { port } = sentinel([{ method: 'PUT', target: one, fails: 'ECONNRESET' }]);
    await expect(port.update('inc-1', { severity: 'high' }, basis)).rejects.toMatchObject({
      code: 'unreachable',
      inDoubt: true,
    });
  });

  test('a new incident goes under the name it is given', async () => {
    const fields = { state: openState('new'), severity: 'high' as const, owner: null, tags: [] };
    const properties = { title: 't', description: 'd', severity: 'High', status: 'New', labels: [] };
    const { http, port } = sentinel([
      { method: 'PUT', target: one, body: { properties }, status: 201, json: wireIncident(properties) },
    ]);
    const made = await port.create('inc-1', {
      title: 't',
      description: 'd',
      fields,
      firstActivityAt: null,
      lastActivityAt: null,
    });
    expect(made.incident.severity).toBe('high');
    http.assertDone();
  });
});

describe('comments', () => {
  const list = `${incidents}/inc-1/comments?api-version=2025-09-01&$top=100`;

  test('are read over all pages, each once, oldest first', async () => {
    const nextLink = `https://arm.test${encodeURI(incidents)}/inc-1/comments?$skipToken=x`;
    const value = [comment('third', '2026-08-03T00:00:00Z'), comment('second', '2026-08-02T00:00:00Z')];
    const { http, port } = sentinel([
      { method: 'GET', target: list, json: { value, nextLink } },
      {
        method: 'GET',
        target: `${incidents}/inc-1/comments?$skipToken=x`,
        json: { value: [value[1], comment('first', '2026-08-01T00:00:00Z')] },
      },
    ]);
    expect((await port.listComments('inc-1')).comments.map(({ id, author }) => `${id} by ${author}`)).toEqual([
      'first by Ana',
      'second by Ana',
      'third by Ana',
    ]);
    http.assertDone();
  });

  test('next links that lead elsewhere or nowhere are not followed for good', async () => {
    const value = [comment('first', '2026-08-01T00:00:00Z')];
    const read = async (nextLink: unknown, answers = 1) => {
      const listing = { method: 'GET', target: `${incidents}/inc-1/comments*`, json: { value, nextLink } };
      const { http, port } = sentinel(Array.from({ length: answers }, () => listing));
      const { comments, unreadable } = await port.listComments('inc-1');
      expect(comments).toHaveLength(1);
      http.assertDone();
      return unreadable;
    };
    expect(await read('https://evil.test/')).toEqual([expect.stringContaining('https://evil.test')]);
    expect(await read(7)).toEqual([expect.stringContaining('said to be at 7')]);
    const again = `https://arm.test${encodeURI(incidents)}/inc-1/comments?api-version=2025-09-01&$skipToken=x`;
    expect(await read(again, 2)).toEqual(['a next link leads back']);
  });

  test('one that cannot be read keeps back no other, and is told', async () => {
    const value = [
      comment('sound', '2026-08-01T00:00:00Z'),
      { name: 'broken', properties: { message: 5, createdTimeUtc: '2026-08-01T00:00:00Z' } },
      null,
    ];
    const { port } = sentinel([{ method: 'GET', target: list, json: { value } }]);
    const { comments, unreadable } = await port.listComments('inc-1');
    expect(comments.map(({ id }) => id)).toEqual(['sound']);
    expect(unreadable).toEqual([expect.stringContaining('properties.message'), expect.any(String)]);
  });

  test('are put under the id they are given', async () => {
    const { http, port } = sentinel([
      {
        method: 'PUT',
        target: `${incidents}/inc-1/comments/c-1?api-version=2025-09-01`,
        body: { properties: { message: 'hi' } },
        json: comment('c-1', '2026-08-01T00:00:00Z'),
      },
    ]);
    expect(await port.putComment('inc-1', 'c-1', 'hi')).toMatchObject({ id: 'c-1', author: 'Ana' });
    http.assertDone();
  });
});

testExample(
  'the official comments are read',
  'sentinel/2024-03-01/examples/incidents/comments/GetAllIncidentComments.json',
  async (example) => {
    const json = (example as { responses: { 200: { body: unknown } } }).responses[200].body;
    const { port } = sentinel([{ method: 'GET', target: `${incidents}*`, json }]);
    expect((await port.listComments('inc-1')).comments).toEqual([
      {
        id: '4bb36b7b-26ff-4d1c-9cbe-0d8ab3da0014',
        author: 'john doe',
        text: 'Some message',
        createdAt: '2019-01-01T13:15:30Z',
      },
    ]);
  },
);
