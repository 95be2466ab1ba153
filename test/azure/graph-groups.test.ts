import { createGraphGroups } from '../../src/azure/graph-groups.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';

const GROUP = '0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a0f1';
const FIRST = `/v1.0/groups/${GROUP}/transitiveMembers?$select=id,displayName,userPrincipalName&$top=999`;

async function members(script: Exchange[]) {
  const http = new ScriptedHttp(script);
  const groups = createGraphGroups({ endpoint: 'https://graph.test', pipeline: () => scriptedPipeline(http) });
  const found = await groups.membersOf(GROUP, 'contoso');
  http.assertDone();
  return found === null ? null : [...found.keys()];
}

test('all pages are read, and ids are told in lower case', async () => {
  const more = 'https://graph.test/v1.0/next';
  const script: Exchange[] = [
    { method: 'GET', target: FIRST, json: { value: [{ id: 'AAAA' }, { id: 'bbbb' }], '@odata.nextLink': more } },
    { method: 'GET', target: '/v1.0/next', json: { value: [{ id: 'cccc' }] } },
  ];
  expect(await members(script)).toEqual(['aaaa', 'bbbb', 'cccc']);
});

test('a group that is not there has no members to tell', async () => {
  const missing = { error: { code: 'Request_ResourceNotFound', message: 'no' } };
  expect(await members([{ method: 'GET', target: FIRST, status: 404, json: missing }])).toBeNull();
});

test('a missing permission is an error, not an empty group', async () => {
  const denied = { error: { code: 'Authorization_RequestDenied', message: 'no' } };
  const asked = members([{ method: 'GET', target: FIRST, status: 403, json: denied }]);
  await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
});

test('a next page elsewhere is not followed: the token would go there', async () => {
  const json = { value: [], '@odata.nextLink': 'https://evil.test/v1.0/next' };
  await expect(members([{ method: 'GET', target: FIRST, json }])).rejects.toMatchObject({ code: 'unreadable' });
});

test('people are named where Graph tells who they are; guests and groups are nobody to give something to', async () => {
  const user = '#microsoft.graph.user';
  const value = [
    { '@odata.type': user, id: 'a', displayName: 'Ana Diaz', userPrincipalName: 'ana@contoso.test' },
    { '@odata.type': user, id: 'b', displayName: null, userPrincipalName: null },
    { '@odata.type': user, id: 'c', displayName: 'Sam', userPrincipalName: 'sam_fabrikam.test#EXT#@contoso.test' },
    { '@odata.type': '#microsoft.graph.group', id: 'd', displayName: 'Night shift', userPrincipalName: null },
  ];
  const http = new ScriptedHttp([{ method: 'GET', target: FIRST, json: { value } }]);
  const groups = createGraphGroups({ endpoint: 'https://graph.test', pipeline: () => scriptedPipeline(http) });
  const found = [...(await groups.membersOf(GROUP, 'contoso'))!].map(([id, { name, upn }]) => [id, name, upn]);
  expect(found).toEqual([
    ['a', 'Ana Diaz', 'ana@contoso.test'],
    ['b', null, null],
    ['c', null, null],
    ['d', null, null],
  ]);
});
