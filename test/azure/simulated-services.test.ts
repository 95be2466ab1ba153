import { AllowanceRegistry } from '../../src/azure/allowance-registry.ts';
import { CLOUDS } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { createGraphDirectory } from '../../src/azure/graph-directory.ts';
import { createRequestPipeline } from '../../src/azure/pipeline.ts';
import type { PipelineSettings } from '../../src/azure/pipeline.ts';
import { createDefenderPort } from '../../src/defender/create-defender-port.ts';
import { derivedId } from '../../src/incident/comment.ts';
import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { createSentinelPort } from '../../src/sentinel/create-sentinel-port.ts';
import { startMicrosoft } from '../../src/simulator/microsoft.ts';
import type { Microsoft } from '../../src/simulator/microsoft.ts';
import { trustInThisProcess } from '../../src/simulator/tls.ts';
import { createTrafficMeter } from '../../src/sync/ports/traffic.ts';
import type { DefenderPort, SentinelPort } from '../../src/sync/ports/side-port.ts';

/** The adapters as they are deployed, @azure/identity and TLS included, against services that check everything. */

let microsoft: Microsoft;
let distrust: () => void;
let meter = createTrafficMeter();
const quiet = { debug: () => {}, warn: () => {} };
const closed: State = {
  status: 'closed',
  classification: 'truePositive',
  determination: 'phishing',
  reason: null,
  note: 'mail removed',
};

beforeAll(async () => {
  microsoft = await startMicrosoft();
  distrust = trustInThisProcess(microsoft.tls);
});

afterAll(async () => {
  distrust();
  await microsoft.stop();
});

beforeEach(() => {
  meter = createTrafficMeter();
  microsoft.graph.faults.clear();
  microsoft.arm.faults.clear();
  microsoft.graph.behaviour.patchRefuses.clear();
});

function pipeline(scope: string, overrides: Partial<PipelineSettings> = {}, clientSecret?: string) {
  const { clientId, secrets } = microsoft.apps.azure;
  const credential = createCredential({
    tenantId: microsoft.tenantId,
    clientId,
    clientSecret: clientSecret ?? secrets[0]!.value,
    authorityHost: microsoft.entra.authorityHost,
    disableInstanceDiscovery: true,
  });
  const settings = { credential, scope, version: '0.0.0', requestTimeoutSeconds: 10, logger: quiet, retryDelayMs: 0 };
  return createRequestPipeline({ ...settings, meter, ...overrides });
}

function defender(overrides: Partial<PipelineSettings> = {}, clientSecret?: string): DefenderPort {
  const { scopes } = CLOUDS.public;
  return createDefenderPort({
    endpoint: microsoft.graph.endpoint,
    pipeline: pipeline(scopes.graph, overrides, clientSecret),
  });
}

function sentinel(overrides: Partial<PipelineSettings> = {}): SentinelPort {
  const { scopes } = CLOUDS.public;
  return createSentinelPort({
    endpoint: microsoft.arm.endpoint,
    workspace: microsoft.workspace,
    pipeline: pipeline(scopes.arm, overrides),
  });
}

async function ids(port: DefenderPort | SentinelPort, since: string, openOnly = false): Promise<string[]> {
  const seen: string[] = [];
  for await (const page of port.listModified({ since, openOnly }))
    seen.push(...page.observations.map(({ incident }) => incident.id));
  return seen;
}

const raise = (title: string) => microsoft.defender.raiseIncident({ title, severity: 'medium', alerts: [] });
const draft = (title: string) => ({
  title,
  description: 'd',
  fields: { state: openState('new'), severity: 'low' as const, owner: null, tags: ['vip'] },
  firstActivityAt: null,
  lastActivityAt: null,
});

test('Defender: everything a person does from chat arrives as it was meant', async () => {
  const port = defender();
  const { id } = raise('One of everything');
  const owner = { upn: 'ana.diaz@contoso.example', objectId: null, name: null };
  const { incident } = await port.update(id, { state: closed, severity: 'high', owner, tags: ['vip'] });
  expect(incident).toMatchObject({ state: closed, severity: 'high', owner, tags: ['vip'] });
  expect((await port.update(id, { state: openState('active'), owner: null, tags: [] })).incident).toMatchObject({
    state: openState('active'),
    owner: null,
    tags: [],
  });
  expect(microsoft.defender.get(id)).toMatchObject({ classification: 'unknown', determination: 'unknown' });
  expect((await port.addComment(id, 'seen')).map(({ text }) => text)).toEqual(['seen']);
  expect((await port.get(id))?.incident.comments).toHaveLength(1);
  expect(meter.traffic).toEqual({ reads: 1, writes: 3 });
});

test('Defender: an early classification of an open incident outlives its being set active', async () => {
  const port = defender();
  const { id } = raise('Classified early');
  microsoft.defender.edit(
    id,
    { classification: 'truePositive', determination: 'malware' },
    'raj.patel@contoso.example',
  );
  await port.get(id);
  await port.update(id, { state: openState('active') });
  expect(microsoft.defender.get(id)).toMatchObject({
    status: 'inProgress',
    classification: 'truePositive',
    determination: 'malware',
  });
});

test('Defender: what this tenant refuses is named, and the rest is written', async () => {
  const port = defender();
  const { id } = raise('An older tenant');
  for (const property of ['severity', 'resolvingComment', 'inProgress'])
    microsoft.graph.behaviour.patchRefuses.add(property);
  expect((await port.update(id, { state: closed, severity: 'high' })).incident.state).toEqual({ ...closed, note: '' });
  await port.update(id, { state: openState('active'), tags: ['kept'] });
  expect(microsoft.defender.get(id)).toMatchObject({ status: 'resolved', customTags: ['kept'] });
  expect(port.refusedProperties()).toEqual(['severity', 'closing note', 'status "in progress"']);
});

test('Defender: a merged incident points to its survivor and is not listed as open', async () => {
  const port = defender();
  const [source, target] = [raise('Folded in').id, raise('Survivor').id];
  microsoft.defender.merge(source, target);
  expect((await port.get(source))?.incident).toMatchObject({ mergedInto: target, state: { status: 'closed' } });
  expect(await ids(port, '2020-01-01T00:00:00Z', true)).not.toContain(source);
});

test('Defender: more incidents than the skip cap are all listed, and a quiet cycle is one request', async () => {
  const port = defender();
  const raised = Array.from({ length: 620 }, (_, n) => raise(`Storm ${n}`).id);
  const seen = await ids(port, '2020-01-01T00:00:00Z');
  expect(new Set(seen).size).toBeGreaterThanOrEqual(raised.length);
  expect(raised.filter((id) => !seen.includes(id))).toEqual([]);
  const before = meter.traffic.reads;
  const last = await port.get(raised.at(-1)!);
  await ids(port, last!.incident.modifiedAt);
  expect(meter.traffic.reads - before).toBe(2);
});

test('Sentinel: a twin is made, written under its etag, and an edit in between is a conflict', async () => {
  const port = sentinel();
  const name = derivedId('contract', 'twin');
  expect(await port.get(name)).toBeNull();
  const made = await port.create(name, draft('Twin'));
  const [ana] = microsoft.users;
  const owner = { upn: ana!.userPrincipalName, objectId: ana!.id, name: ana!.displayName };
  const state: State = { ...closed, determination: null, reason: 'suspiciousActivity' };
  const written = await port.update(name, { state, severity: 'high', owner, tags: ['vip', 'new'] }, made.basis);
  expect(written).toMatchObject({
    outcome: 'written',
    observation: { incident: { state, severity: 'high', owner, tags: ['vip', 'new'] } },
  });
  expect(await port.update(name, { tags: [] }, made.basis)).toEqual({ outcome: 'conflict' });
  const fresh = await port.get(name);
  const reopened = await port.update(name, { state: openState('active'), owner: null, tags: [] }, fresh?.basis);
  expect(reopened).toMatchObject({
    outcome: 'written',
    observation: { incident: { state: openState('active'), owner: null, tags: [] } },
  });
});

test('Sentinel: a comment put twice is one comment, and all of them are listed, oldest first', async () => {
  const port = sentinel();
  const name = derivedId('contract', 'comments');
  await port.create(name, draft('Talked about'));
  const texts = Array.from({ length: 60 }, (_, n) => `comment ${n}`);
  for (const text of texts) await port.putComment(name, derivedId('contract', text), text);
  await port.putComment(name, derivedId('contract', 'comment 0'), 'comment 0');
  expect((await port.listComments(name)).comments.map(({ text }) => text)).toEqual(texts);
  expect((await port.get(name))?.incident.commentCount).toBe(60);
});

test('Sentinel: incidents are listed from a time on, the open ones on request', async () => {
  const port = sentinel();
  const open = microsoft.sentinel.createIncident({ title: 'Open', severity: 'Low' });
  const done = microsoft.sentinel.createIncident({
    title: 'Done',
    severity: 'Low',
    status: 'Closed',
    properties: { classification: 'Undetermined' },
  });
  expect(await ids(port, '2020-01-01T00:00:00Z')).toEqual(expect.arrayContaining([open.name, done.name]));
  const listed = await ids(port, '2020-01-01T00:00:00Z', true);
  expect(listed).toContain(open.name);
  expect(listed).not.toContain(done.name);
});

test('a lost answer leaves a write in doubt; the comment is there all the same', async () => {
  const port = defender();
  const { id } = raise('Lost answer');
  microsoft.graph.faults.fail({ kind: 'dropResponse' });
  await expect(port.addComment(id, 'lost')).rejects.toMatchObject({ code: 'unreachable', inDoubt: true });
  expect((await port.get(id))?.incident.comments?.map(({ text }) => text)).toEqual(['lost']);
});

test.each([
  ['html', 'unreadable'],
  ['malformed', 'unreadable'],
  ['errorBody200', 'unreadable'],
  ['hang', 'unreachable'],
] as const)('%s is %s', async (kind, code) => {
  const { id } = raise(`Fault ${kind}`);
  const port = defender({ requestTimeoutSeconds: kind === 'hang' ? 0.3 : 10 });
  if (kind === 'hang') await port.get(id).catch(() => null);
  microsoft.graph.faults.fail({ kind });
  await expect(port.get(id)).rejects.toMatchObject({ code });
});

test('a passing outage under a read is got over, and counted', async () => {
  const port = sentinel();
  microsoft.arm.faults.fail({ kind: 'status', status: 503, times: 1 });
  microsoft.arm.faults.fail({ kind: 'dropRequest', times: 1 });
  await ids(port, '2099-01-01T00:00:00Z');
  expect(meter.traffic).toEqual({ reads: 3, writes: 0 });
});

test('a wrong secret is unauthorized, told by its code alone', async () => {
  const failed = defender({}, 'not-the-secret').get('1');
  await expect(failed).rejects.toMatchObject({
    code: 'unauthorized',
    message: 'no token for https://graph.microsoft.com/.default: AADSTS7000215',
  });
});

test('people are found by id, by UPN, and not by a mere name', async () => {
  const directory = createGraphDirectory({
    endpoint: microsoft.graph.endpoint,
    pipeline: pipeline(CLOUDS.public.scopes.graph),
  });
  const [ana] = microsoft.users;
  const found = { upn: ana!.userPrincipalName, objectId: ana!.id, name: ana!.displayName };
  expect(await directory.resolve({ upn: ana!.userPrincipalName.toUpperCase(), objectId: null, name: null })).toEqual(
    found,
  );
  expect(await directory.resolve({ upn: null, objectId: ana!.id, name: null })).toEqual(found);
  expect(await directory.resolve({ upn: 'nobody@contoso.example', objectId: null, name: null })).toBeNull();
  expect(await directory.resolve({ upn: 'Defender Experts', objectId: null, name: null })).toBeNull();
});

test('a burst beyond the minute is held back here, so that Graph has nothing to refuse', async () => {
  const registry = new AllowanceRegistry({ quotaPerMinute: 20 });
  const { tenantId, apps } = microsoft;
  const allowances = registry.graphSecurity({ tenantId, principal: apps.azure.clientId });
  const port = defender({ allowances, requestTimeoutSeconds: 0.5 });
  const { id } = raise('Burst');
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => port.get(id)));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  // A tenth is kept for people, and nobody here is one.
  expect(refused).toHaveLength(22);
  for (const reason of refused) expect(reason).toMatchObject({ code: 'throttled', inDoubt: false });
  expect(meter.traffic.reads).toBe(18);
});
