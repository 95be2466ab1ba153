import { createDefenderPort } from '../../src/defender/create-defender-port.ts';
import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import type { DefenderPort, ObservedPage } from '../../src/sync/ports/side-port.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';
import { wireIncident } from './wire-incident.ts';

const incidents = '/graph/v1.0/security/incidents';
const closed: State = {
  status: 'closed',
  classification: 'truePositive',
  determination: 'malware',
  reason: null,
  note: 'cleaned',
};
const closure = {
  status: 'resolved',
  classification: 'truePositive',
  determination: 'malware',
  resolvingComment: 'cleaned',
};

function defender(script: Exchange[]): { http: ScriptedHttp; port: DefenderPort } {
  const http = new ScriptedHttp(script);
  return {
    http,
    port: createDefenderPort({ endpoint: 'https://graph.test/graph/', pipeline: scriptedPipeline(http) }),
  };
}

const patched = (body: unknown, reply: Partial<Exchange> = {}): Exchange => ({
  method: 'PATCH',
  target: `${incidents}/81`,
  body,
  json: wireIncident(body as Record<string, unknown>),
  ...reply,
});
const refusal = (message: string): Partial<Exchange> => ({
  status: 400,
  json: { error: { code: 'BadRequest', message } },
});

async function pages(port: DefenderPort, since: string, openOnly = false): Promise<ObservedPage[]> {
  const all: ObservedPage[] = [];
  for await (const page of port.listModified({ since, openOnly })) all.push(page);
  return all;
}

describe('listing', () => {
  const query = (filter: string) => `${incidents}?$filter=${filter}&$orderby=lastUpdateDateTime asc&$top=50`;

  test('does without an order where Graph refuses to sort, and does not ask for one again', async () => {
    const plain = (filter: string) => `${incidents}?$filter=${filter}&$top=50`;
    const { http, port } = defender([
      {
        method: 'GET',
        target: query('lastUpdateDateTime ge 2026-08-01T10:00:00Z'),
        ...refusal("Query option 'OrderBy' is not allowed."),
      },
      { method: 'GET', target: plain('lastUpdateDateTime ge 2026-08-01T10:00:00Z'), json: { value: [wireIncident()] } },
      { method: 'GET', target: plain('lastUpdateDateTime ge 2026-08-01T11:00:00Z'), json: { value: [] } },
    ]);
    expect(await pages(port, '2026-08-01T10:00:00Z')).toHaveLength(1);
    await pages(port, '2026-08-01T11:00:00Z');
    http.assertDone();
  });

  test('asks by modification, ascending, and for the newer enum members', async () => {
    const { http, port } = defender([
      {
        method: 'GET',
        target: query('lastUpdateDateTime ge 2026-08-01T10:00:00.1234567Z'),
        json: { value: [wireIncident()] },
      },
      {
        method: 'GET',
        target: query("lastUpdateDateTime ge 2026-08-01T10:00:00Z and status ne 'resolved' and status ne 'redirected'"),
        json: { value: [] },
      },
    ]);
    expect(await pages(port, '2026-08-01T10:00:00.1234567Z')).toHaveLength(1);
    await pages(port, '2026-08-01T10:00:00Z', true);
    expect(http.requests[0]?.headers.get('prefer')).toBe('include-unknown-enum-members');
    expect(http.requests[0]?.url).toContain('$filter=lastUpdateDateTime%20ge%20');
    http.assertDone();
  });

  test('goes on from the last time seen', async () => {
    const later = wireIncident({ id: '82', lastUpdateDateTime: '2026-08-01T12:00:00.7654321Z' });
    const next = `https://graph.test${incidents}?$skiptoken=abc`;
    const { http, port } = defender([
      {
        method: 'GET',
        target: query('lastUpdateDateTime ge 2026-08-01T10:00:00Z'),
        json: { value: [wireIncident(), later], '@odata.nextLink': next },
      },
      { method: 'GET', target: query('lastUpdateDateTime ge 2026-08-01T12:00:00.7654321Z'), json: { value: [later] } },
    ]);
    expect(await pages(port, '2026-08-01T10:00:00Z')).toHaveLength(2);
    http.assertDone();
  });

  test('follows a next link verbatim where a page shows no time to go on from', async () => {
    const link = 'https://graph.test/graph/v1.0/security/incidents?$skiptoken=a%2Bb';
    const { http, port } = defender([
      { method: 'GET', target: `${incidents}?*`, json: { value: [], '@odata.nextLink': link } },
      { method: 'GET', target: `${incidents}?$skiptoken=a+b`, json: { value: [wireIncident()] } },
    ]);
    await pages(port, '2026-08-01T10:00:00Z');
    expect(http.requests[1]?.url).toBe(link);
    http.assertDone();
  });

  test('splits a time that fills a page by creation', async () => {
    const items = Array.from({ length: 50 }, (_, n) =>
      wireIncident({
        id: String(n),
        createdDateTime: `2026-08-01T09:00:${String(n).padStart(2, '0')}Z`,
        lastUpdateDateTime: '2026-08-01T10:00:00Z',
      }),
    );
    const more = { '@odata.nextLink': `https://graph.test${incidents}?$skiptoken=x` };
    const eq = `${incidents}?$filter=lastUpdateDateTime eq 2026-08-01T10:00:00Z`;
    const byCreation = '&$orderby=createdDateTime asc&$top=50';
    const { http, port } = defender([
      { method: 'GET', target: query('lastUpdateDateTime ge 2026-08-01T10:00:00Z'), json: { value: items, ...more } },
      { method: 'GET', target: `${eq}${byCreation}`, json: { value: items, ...more } },
      {
        method: 'GET',
        target: `${eq} and createdDateTime ge 2026-08-01T09:00:49Z${byCreation}`,
        json: { value: items.slice(-1) },
      },
      { method: 'GET', target: query('lastUpdateDateTime gt 2026-08-01T10:00:00Z'), json: { value: [] } },
    ]);
    await pages(port, '2026-08-01T10:00:00Z');
    http.assertDone();
  });

  test.each<[unknown]>([
    ['https://evil.test/graph/v1.0/security/incidents'],
    ['https://graph.test/elsewhere'],
    [7],
    [{ href: 'x' }],
  ])('never carries the token out of the service: not to %p', async (link) => {
    const { http, port } = defender([
      { method: 'GET', target: `${incidents}?*`, json: { value: [], '@odata.nextLink': link } },
    ]);
    await expect(pages(port, '2026-08-01T10:00:00Z')).rejects.toMatchObject({ code: 'unreadable' });
    expect(http.requests).toHaveLength(1);
  });

  test.each<[unknown]>([['https://evil.test/'], [7], [{}], ['']])(
    'a page is no worse for a next link that cannot be followed (%p): the list goes on by time',
    async (link) => {
      const item = wireIncident({ lastUpdateDateTime: '2026-08-01T11:00:00Z' });
      const { http, port } = defender([
        { method: 'GET', target: `${incidents}?*`, json: { value: [item], '@odata.nextLink': link } },
        ...(link === ''
          ? []
          : [{ method: 'GET', target: query('lastUpdateDateTime ge 2026-08-01T11:00:00Z'), json: { value: [item] } }]),
      ]);
      expect((await pages(port, '2026-08-01T10:00:00Z'))[0]?.observations).toHaveLength(1);
      http.assertDone();
    },
  );

  test('says when the service calls its own answer incomplete', async () => {
    const { port } = defender([
      { method: 'GET', target: `${incidents}?*`, status: 206, json: { value: [wireIncident()] } },
    ]);
    expect((await pages(port, '2026-08-01T10:00:00Z'))[0]?.partial).toBe(true);
  });

  test.each<[string, Partial<Exchange>]>([
    ['a web page', { text: '<html></html>' }],
    ['no list', { json: { value: 'x' } }],
    ['an error in a success', { json: { error: { code: 'x', message: 'y' } } }],
  ])('%s is unreadable', async (_, reply) => {
    const { port } = defender([{ method: 'GET', target: `${incidents}?*`, ...reply }]);
    await expect(pages(port, '2026-08-01T10:00:00Z')).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('reading one', () => {
  test('takes ids as they are, and nobody home for null', async () => {
    const { http, port } = defender([
      { method: 'GET', target: `${incidents}/81`, json: wireIncident() },
      {
        method: 'GET',
        target: `${incidents}/a/../b`,
        status: 404,
        json: { error: { code: 'NotFound', message: 'no' } },
      },
    ]);
    expect((await port.get('81'))?.incident.id).toBe('81');
    expect(await port.get('a/../b')).toBeNull();
    expect(http.requests[1]?.url).toBe(`https://graph.test${incidents}/a%2F..%2Fb`);
  });
});

describe('writing', () => {
  test('a closure is one unit, and only what changed is sent', async () => {
    const { http, port } = defender([patched(closure)]);
    expect((await port.update('81', { state: closed })).incident.state).toEqual(closed);
    http.assertDone();
  });

  test('reopening clears the closure; moving an open incident on leaves an early classification alone', async () => {
    const cleared = { status: 'active', classification: 'unknown', determination: 'unknown', resolvingComment: '' };
    const { http, port } = defender([
      { method: 'GET', target: `${incidents}/81`, json: wireIncident(closure) },
      patched(cleared),
      patched({ status: 'inProgress' }),
    ]);
    await port.get('81');
    await port.update('81', { state: openState('new') });
    await port.update('81', { state: openState('active') });
    http.assertDone();
  });

  test('owner, tags and severity go by their names here', async () => {
    const { http, port } = defender([
      patched({ severity: 'high', assignedTo: 'ana@contoso.com', customTags: ['vip'] }),
      patched({ assignedTo: null, customTags: [] }),
    ]);
    await port.update('81', {
      severity: 'high',
      owner: { upn: 'ana@contoso.com', objectId: 'x', name: 'Ana' },
      tags: ['vip'],
    });
    await port.update('81', { owner: null, tags: [] });
    http.assertDone();
  });

  test('what Defender has no word for is refused before anything is sent', async () => {
    const { http, port } = defender([]);
    await expect(port.update('81', { severity: 'unknown' })).rejects.toMatchObject({
      code: 'invalid',
      property: 'severity',
    });
    await expect(port.update('81', { owner: { upn: null, objectId: 'x', name: null } })).rejects.toMatchObject({
      property: 'assignedTo',
    });
    expect(http.requests).toHaveLength(0);
  });

  test('an answer without a body is followed by a reading', async () => {
    const { http, port } = defender([
      patched({ customTags: ['a'] }, { status: 204, json: undefined }),
      { method: 'GET', target: `${incidents}/81`, json: wireIncident({ customTags: ['a'] }) },
    ]);
    expect((await port.update('81', { tags: ['a'] })).incident.tags).toEqual(['a']);
    http.assertDone();
  });

  test('a property that is refused is left out from then on, and the rest goes at once', async () => {
    const { http, port } = defender([
      patched({ ...closure, severity: 'high' }, refusal("Property 'severity' cannot be updated.")),
      patched(
        closure,
        refusal("The property 'resolvingComment' does not exist on type 'microsoft.graph.security.incident'."),
      ),
      patched({ status: 'resolved', classification: 'truePositive', determination: 'malware' }),
      patched({ customTags: ['a'] }),
    ]);
    expect(port.refusedProperties()).toEqual([]);
    await port.update('81', { state: closed, severity: 'high' });
    expect(port.refusedProperties()).toEqual(['severity', 'closing note']);
    await port.update('81', { tags: ['a'], severity: 'low' });
    await expect(port.update('81', { severity: 'low' })).rejects.toMatchObject({ code: 'invalid' });
    http.assertDone();
  });

  test('where "in progress" is refused, the state is not torn: all of it is left out', async () => {
    const { http, port } = defender([
      patched(
        {
          status: 'inProgress',
          classification: 'unknown',
          determination: 'unknown',
          resolvingComment: '',
          customTags: ['a'],
        },
        refusal("Invalid value specified for property 'status' of resource 'incident'."),
      ),
      patched({ customTags: ['a'] }),
      patched(closure),
    ]);
    await port.update('81', { state: openState('active'), tags: ['a'] });
    expect(port.refusedProperties()).toEqual(['status "in progress"']);
    await port.update('81', { state: closed });
    http.assertDone();
  });

  test('a refusal with nothing left is the refusal itself, and one about the incident switches nothing off', async () => {
    const { port } = defender([
      patched({ severity: 'high' }, refusal("Property 'severity' cannot be updated.")),
      patched({ customTags: ['x'] }, refusal("Property 'customTags' has an invalid value.")),
      patched({ ...closure }, refusal("Invalid value for property 'status'.")),
    ]);
    await expect(port.update('81', { severity: 'high' })).rejects.toMatchObject({
      code: 'invalid',
      status: 400,
      property: 'severity',
    });
    await expect(port.update('81', { tags: ['x'] })).rejects.toMatchObject({ property: 'customTags' });
    await expect(port.update('81', { state: closed })).rejects.toMatchObject({ property: 'status' });
    expect(port.refusedProperties()).toEqual(['severity']);
  });

  test('an incident that is gone is said to be gone', async () => {
    const { port } = defender([patched({ customTags: [] }, { status: 404, json: undefined })]);
    await expect(port.update('81', { tags: [] })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('commenting', () => {
  const posted: Exchange = {
    method: 'POST',
    target: `${incidents}/81/comments`,
    body: { '@odata.type': 'microsoft.graph.security.alertComment', comment: 'hello' },
  };

  test('answers all comments, oldest first', async () => {
    const value = [
      { comment: 'hello', createdByDisplayName: 'Dragoman', createdDateTime: '2026-08-01T10:02:00Z' },
      { comment: 'before', createdByDisplayName: 'Ana', createdDateTime: '2026-08-01T10:01:00Z' },
    ];
    const { http, port } = defender([{ ...posted, json: { value } }]);
    expect((await port.addComment('81', 'hello')).map(({ text }) => text)).toEqual(['before', 'hello']);
    http.assertDone();
  });

  test.each<[string, Partial<Exchange>, boolean]>([
    ['a lost answer', { fails: 'ECONNRESET' }, true],
    ['half an answer', { text: '{"value":[{"comm' }, true],
    ['a gateway that gave up', { status: 504 }, true],
    ['a refused connection', { fails: 'ECONNREFUSED' }, false],
    ['a throttle', { status: 429 }, false],
  ])('%s is sent once and says whether it may be there', async (_, reply, inDoubt) => {
    const { http, port } = defender([{ ...posted, ...reply }]);
    await expect(port.addComment('81', 'hello')).rejects.toMatchObject({ inDoubt });
    http.assertDone();
  });
});
