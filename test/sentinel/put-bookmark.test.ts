import { createSentinelPort } from '../../src/sentinel/create-sentinel-port.ts';
import type { Bookmark, SentinelPort } from '../../src/sync/ports/side-port.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';
import { describeWithSpecs } from '../support/shared-specs.ts';

const sentinelPath =
  '/subscriptions/sub/resourceGroups/my rg/providers/Microsoft.OperationalInsights/workspaces/ws/providers/Microsoft.SecurityInsights';
const target = `${sentinelPath}/bookmarks/b-1?api-version=2025-09-01`;
const tie = `${sentinelPath}/incidents/inc-1/relations/b-1?api-version=2025-09-01`;
const id = `${sentinelPath}/Bookmarks/b-1`;

const bookmark: Bookmark = {
  name: 'b-1',
  displayName: 'Suspicious PowerShell',
  query: 'AlertEvidence | where AlertId == "a"',
  queryResult: '{"AlertId":"a"}',
  notes: 'From Defender',
  labels: ['Defender alert'],
  eventAt: '2026-08-01T10:00:00.1233333Z',
};
const content = {
  displayName: 'Suspicious PowerShell',
  query: 'AlertEvidence | where AlertId == "a"',
  queryResult: '{"AlertId":"a"}',
  eventTime: '2026-08-01T10:00:00.1233333Z',
};
const made = { id, name: 'b-1', etag: '"e1"', properties: content };
const put = (properties: object, more: Partial<Exchange> = {}): Exchange => ({
  method: 'PUT',
  target,
  body: { properties },
  json: made,
  ...more,
});
const first = put({ notes: 'From Defender', labels: ['Defender alert'], ...content });
const relation: Exchange = {
  method: 'PUT',
  target: tie,
  body: { properties: { relatedResourceId: id } },
  status: 201,
  json: { name: 'b-1' },
};
const refusal = (code: string, message: string) => ({ json: { error: { code, message } } });

function sentinel(script: Exchange[]): { http: ScriptedHttp; port: SentinelPort } {
  const http = new ScriptedHttp(script);
  const workspace = { subscriptionId: 'sub', resourceGroup: 'my rg', workspace: 'ws' };
  return {
    http,
    port: createSentinelPort({ endpoint: 'https://arm.test', workspace, pipeline: scriptedPipeline(http) }),
  };
}

describe('a new bookmark', () => {
  test('is put, and tied to the incident under the id Sentinel gave it', async () => {
    const { http, port } = sentinel([first, relation]);
    expect(await port.putBookmark('inc-1', bookmark, false)).toEqual({ outcome: 'written' });
    http.assertDone();
  });

  test('that Sentinel has no room for on the incident is said to be untied', async () => {
    const full = {
      ...relation,
      status: 400,
      ...refusal('BadRequest', 'The incident has the maximum of 20 bookmarks.'),
    };
    const { port } = sentinel([first, full]);
    expect(await port.putBookmark('inc-1', bookmark, false)).toEqual({
      outcome: 'untied',
      reason: expect.stringContaining('maximum of 20'),
    });
  });

  test('is refused without the role that may write one', async () => {
    const json = refusal('AuthorizationFailed', 'does not have authorization to perform action');
    const { http, port } = sentinel([{ ...first, status: 403, ...json }]);
    await expect(port.putBookmark('inc-1', bookmark, false)).rejects.toMatchObject({ code: 'forbidden' });
    http.assertDone();
  });

  test('on an incident that is not there is an error, and not a bookmark without one', async () => {
    const { port } = sentinel([first, { ...relation, status: 404, ...refusal('NotFound', 'not found') }]);
    await expect(port.putBookmark('inc-1', bookmark, false)).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('a bookmark that was made before', () => {
  const present = {
    ...made,
    properties: {
      ...content,
      notes: 'Ana: seen it',
      labels: ['Ana’s'],
      created: '2026-08-01T10:00:00Z',
      createdBy: { objectId: 'x' },
      queryStartTime: null,
    },
  };

  test('gets its new content under its etag, and keeps what people wrote on it', async () => {
    const { http, port } = sentinel([
      { method: 'GET', target, json: present },
      {
        method: 'PUT',
        target,
        body: { etag: '"e1"', properties: { notes: 'Ana: seen it', labels: ['Ana’s'], ...content } },
        json: made,
      },
    ]);
    expect(await port.putBookmark('inc-1', bookmark, true)).toEqual({ outcome: 'written' });
    http.assertDone();
  });

  test('and deleted by somebody is not made again', async () => {
    const { http, port } = sentinel([{ method: 'GET', target, status: 404, ...refusal('NotFound', 'none') }]);
    expect(await port.putBookmark('inc-1', bookmark, true)).toEqual({ outcome: 'gone' });
    http.assertDone();
  });

  test('and edited while it is written is tried again later', async () => {
    const { port } = sentinel([
      { method: 'GET', target, json: present },
      { method: 'PUT', target, status: 409, ...refusal('Conflict', 'Newer version exists') },
    ]);
    await expect(port.putBookmark('inc-1', bookmark, true)).rejects.toMatchObject({ code: 'server', status: 409 });
  });
});

describeWithSpecs('the swagger of bookmarks', 'sentinel/2024-03-01/Bookmarks.json', (read) => {
  type Swagger = {
    definitions: { BookmarkProperties: { properties: Record<string, { type?: string }>; required: string[] } };
  };

  test('knows every property that is sent, and gets every one it requires', async () => {
    const { http, port } = sentinel([{ ...first, body: undefined }, relation]);
    await port.putBookmark('inc-1', bookmark, false);
    const sent = Object.keys((http.sentBody(0) as { properties: object }).properties);
    const { properties, required } = (read() as Swagger).definitions.BookmarkProperties;
    expect(sent.filter((name) => !Object.hasOwn(properties, name))).toEqual([]);
    expect(required.filter((name) => !sent.includes(name))).toEqual([]);
  });
});
