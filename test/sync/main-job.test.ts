import { openState } from '../../src/incident/state.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { ana, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const twin = (id: string) => world.sides.sentinelSide.must(world.twinOf(id));
const original = (id: string) => world.sides.defenderSide.must(id);

async function linked(title = 'Phish', fields = {}): Promise<string> {
  const id = world.sides.raise(title, fields);
  await world.desk.syncNow();
  return id;
}

const closeAs = (comment: string | null = null) =>
  ({
    kind: 'close',
    classification: 'truePositive',
    determination: 'phishing',
    reason: null,
    comment,
  }) as const;

describe('the main job', () => {
  test('a Defender incident gets one Sentinel twin with its fields', async () => {
    const id = await linked('Phish', { tags: ['vip'], severity: 'medium' });
    expect(twin(id).incident).toMatchObject({ title: 'Phish', severity: 'medium', tags: ['vip'] });
    await world.desk.syncNow();
    expect(world.sides.sentinelSide.held.size).toBe(1);
  });

  test('a second cycle with nothing changed makes one list request per side and no write', async () => {
    await linked();
    world.sides.commentInDefender('101', 'look at this');
    await world.settle();
    const report = await world.desk.syncNow();
    expect(report).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
  });

  test('a close from chat reaches both sides, with one comment on each', async () => {
    const id = await linked();
    const result = await world.desk.act({ by: ana, incident: 1, ask: closeAs('seen it'), key: 'k', version: null });
    expect(result).toMatchObject({ outcome: 'applied', sides: { defender: 'done', sentinel: 'done' } });
    expect(original(id).incident.state).toMatchObject({ status: 'closed', determination: 'phishing' });
    expect(twin(id).incident.state).toMatchObject({ status: 'closed', reason: 'suspiciousActivity' });
    await world.settle();
    expect(original(id).comments).toHaveLength(1);
    expect(twin(id).comments).toHaveLength(1);
    expect(twin(id).comments[0]!.text).toBe('Ana Diaz via Teams: seen it');
  });

  test('the same key twice acts once and gives the first answer', async () => {
    const id = await linked();
    const action = { by: ana, incident: 1, ask: { kind: 'comment', text: 'once' }, key: 'tap', version: null } as const;
    await world.desk.act(action);
    expect(await world.desk.act(action)).toMatchObject({ outcome: 'applied', repeated: true });
    await world.settle();
    expect(original(id).comments).toHaveLength(1);
  });

  test('a portal change on either side reaches the other', async () => {
    const id = await linked();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    expect(twin(id).incident.severity).toBe('low');
    world.sides.sentinelSide.edit(world.twinOf(id), {
      state: {
        status: 'closed',
        classification: 'falsePositive',
        determination: null,
        reason: 'inaccurateData',
        note: 'no',
      },
    });
    await world.settle();
    expect(original(id).incident.state).toMatchObject({ status: 'closed', determination: 'notEnoughDataToValidate' });
  });

  test('an owner set in Defender is looked up for Sentinel, and one nobody knows is left alone', async () => {
    const id = await linked();
    world.sides.defenderSide.edit(id, { owner: { upn: 'raj@contoso.test', objectId: null, name: null } });
    await world.settle();
    expect(twin(id).incident.owner).toMatchObject({ objectId: 'id-of-raj@contoso.test' });
    world.sides.defenderSide.edit(id, { owner: { upn: 'Defender Experts', objectId: null, name: null } });
    await world.settle();
    expect(twin(id).incident.owner).toMatchObject({ objectId: 'id-of-raj@contoso.test' });
    expect((await world.desk.view(1))!.overruled[0]).toContain('knows nobody by that name');
  });

  test('tags added on both sides at once end up on both, and a removal is carried', async () => {
    const id = await linked('Phish', { tags: ['old'] });
    world.sides.defenderSide.edit(id, { tags: ['old', 'a'] });
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['b'] });
    await world.settle();
    expect(new Set(original(id).incident.tags)).toEqual(new Set(['a', 'b']));
    expect(new Set(twin(id).incident.tags)).toEqual(new Set(['a', 'b']));
  });

  test('when both sides moved a field at the same time Sentinel wins and the loser is on the card', async () => {
    const id = await linked();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
    await world.settle();
    expect([original(id).incident.severity, twin(id).incident.severity]).toEqual(['informational', 'informational']);
    expect((await world.desk.view(1))!.overruled[0]).toContain('Low severity in Defender by raj@contoso.test');
  });

  test('the later of two edits a minute apart wins', async () => {
    const id = await linked();
    world.clock.advance(60_000);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
    world.clock.advance(60_000);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    expect([original(id).incident.severity, twin(id).incident.severity]).toEqual(['low', 'low']);
  });

  test('a side that is down gets its writes when it is back, and the answer says that it waits', async () => {
    const id = await linked();
    world.sides.sentinelSide.setDown(true);
    const result = await world.desk.act({ by: ana, incident: 1, ask: closeAs(), key: 'k', version: null });
    expect(result).toMatchObject({ outcome: 'applied', sides: { defender: 'done', sentinel: 'waiting' } });
    expect(result.outcome === 'applied' && result.view.sides[1].standing).toBe('waiting');
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(twin(id).incident.state.status).toBe('closed');
    expect((await world.desk.view(1))!.sides.map(({ standing }) => standing)).toEqual(['ok', 'ok']);
  });

  test('a comment whose answer was lost is looked for, not sent again', async () => {
    const id = await linked();
    world.sides.defenderSide.faults.push({
      when: 'after',
      on: 'comment',
      error: new RemoteError('unreachable', 'reset', { inDoubt: true }),
    });
    await world.desk.act({ by: ana, incident: 1, ask: { kind: 'comment', text: 'hello' }, key: 'k', version: null });
    world.restart();
    await world.settle();
    expect(original(id).comments).toHaveLength(1);
    expect(twin(id).comments).toHaveLength(1);
  });

  test('comments made in the portals are carried once, with their author named', async () => {
    const id = await linked();
    world.sides.commentInDefender(id, 'from defender');
    world.sides.commentInSentinel(world.twinOf(id), 'from sentinel');
    await world.settle();
    await world.settle();
    expect(twin(id).comments.map(({ text }) => text)).toEqual(['from sentinel', 'Raj Patel (Defender): from defender']);
    expect(original(id).comments.map(({ text }) => text.split('\n')[0])).toEqual([
      'from defender',
      'Sam Ito (Sentinel): from sentinel',
    ]);
  });

  test('an edit in Sentinel between our reading and our write is not written over', async () => {
    const id = await linked();
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['added-meanwhile'] });
    await world.desk.act({ by: ana, incident: 1, ask: { kind: 'assign', to: ana }, key: 'k', version: null });
    expect(twin(id).incident).toMatchObject({ tags: ['added-meanwhile'], owner: { upn: 'ana@contoso.test' } });
    await world.settle();
    expect(original(id).incident.tags).toEqual(['added-meanwhile']);
  });

  test('a click from a card older than a closure elsewhere is not carried out but asked again', async () => {
    const id = await linked();
    const before = (await world.desk.view(1))!.version;
    world.sides.defenderSide.edit(id, { state: { ...openState('active') } });
    await world.settle();
    const result = await world.desk.act({
      by: ana,
      incident: 1,
      ask: { kind: 'assign', to: ana },
      key: 'k',
      version: before,
    });
    expect(result.outcome).toBe('stale');
    expect(original(id).incident.owner).toBeNull();
  });

  test('a Sentinel incident without a Defender one is acted on in Sentinel only', async () => {
    await linked();
    const name = '7d3b7a52-0000-4000-8000-000000000001';
    await world.sides.sentinel.create(name, {
      title: 'Made by hand',
      description: '',
      fields: { state: openState('new'), severity: 'low', owner: null, tags: [] },
      firstActivityAt: null,
      lastActivityAt: null,
    });
    await world.settle();
    const result = await world.desk.act({ by: ana, incident: 2, ask: closeAs('x'), key: 'k', version: null });
    expect(result).toMatchObject({ outcome: 'applied', sides: { defender: 'unchanged', sentinel: 'done' } });
    expect(world.sides.defenderSide.held.size).toBe(1);
  });

  test('an incident Defender folded into another is closed in Sentinel and refuses further clicks', async () => {
    const id = await linked('A');
    const survivor = await linked('B');
    original(id).incident.mergedInto = survivor;
    world.sides.defenderSide.edit(id, { state: { ...openState('new'), status: 'closed' } });
    await world.settle();
    expect(twin(id).incident).toMatchObject({ state: { status: 'closed' }, tags: ['Redirected'] });
    const result = await world.desk.act({ by: ana, incident: 1, ask: { kind: 'reopen' }, key: 'k', version: null });
    expect(result).toMatchObject({ outcome: 'refused', code: 'merged' });
  });
});

describe('the story', () => {
  test('a new title in Defender reaches Sentinel, and costs one write', async () => {
    const id = await linked('Old title');
    await world.settle();
    original(id).incident.title = 'New title';
    world.sides.defenderSide.edit(id, {});
    const report = await world.desk.syncNow();
    expect(report.writes).toBe(1);
    expect(twin(id).incident.title).toBe('New title');
    await world.settle();
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0 });
  });

  test('a title changed in Sentinel is set back, and kept in the audit', async () => {
    const id = await linked('The title');
    twin(id).incident.title = 'Mine';
    world.sides.sentinelSide.edit(world.twinOf(id), {});
    await world.settle();
    expect(twin(id).incident.title).toBe('The title');
    const rows = [];
    for await (const row of world.store.audit({ since: '2000' })) rows.push(row);
    expect(rows.find(({ action }) => action === 'overrule')?.detail).toMatchObject({ lost: { title: 'Mine' } });
  });

  test('each title changed in Sentinel is in the audit, though setting the first one back had to wait', async () => {
    const id = await linked('The title');
    const error = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 60 });
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error });
    for (const title of ['First', 'Second']) {
      world.clock.advance(10_000);
      twin(id).incident.title = title;
      world.sides.sentinelSide.edit(world.twinOf(id), {});
      await world.desk.syncNow();
    }
    await world.settle();
    expect(twin(id).incident.title).toBe('The title');
    const lost = (await world.audit()).filter(({ action }) => action === 'overrule').map(({ detail }) => detail);
    expect(lost).toMatchObject([{ lost: { title: 'First' } }, { lost: { title: 'Second' } }]);
  });

  test('a change of title and of severity goes in one request', async () => {
    const id = await linked('Old title');
    original(id).incident.title = 'New title';
    world.sides.defenderSide.edit(id, { severity: 'low' });
    expect((await world.desk.syncNow()).writes).toBe(1);
    expect(twin(id).incident).toMatchObject({ title: 'New title', severity: 'low' });
  });
});

describe('what is read', () => {
  test('an incident Defender has not rated is linked, whatever the least severity is', async () => {
    await world.close();
    world = await createSyncWorld({ minSeverity: 'high' });
    const id = await linked('Not rated yet', { severity: 'unknown' });
    await linked('Not severe enough', { severity: 'low' });
    expect([...world.sides.sentinelSide.held.keys()]).toEqual([world.twinOf(id)]);
  });

  test('a comment fits the limit on both sides, mark and all', async () => {
    await world.close();
    world = await createSyncWorld({ commentMaxLength: 200 });
    const id = await linked();
    await world.click(1, { kind: 'comment', text: 'x'.repeat(450) });
    await world.settle();
    const texts = [...original(id).comments, ...twin(id).comments].map(({ text }) => text);
    expect(texts).toHaveLength(6);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(200);
  });

  test('a comment edited in Sentinel crosses as a new one that says so, once', async () => {
    const id = await linked();
    world.sides.commentInSentinel(world.twinOf(id), 'first text');
    await world.settle();
    twin(id).comments[0]!.text = 'second text';
    world.sides.sentinelSide.edit(world.twinOf(id), {});
    await world.settle();
    world.sides.sentinelSide.edit(world.twinOf(id), {});
    await world.settle();
    expect(original(id).comments.map(({ text }) => text.split('\n')[0])).toEqual([
      'Sam Ito (Sentinel): first text',
      'Sam Ito (Sentinel, edited): second text',
    ]);
    expect(twin(id).comments).toHaveLength(1);
  });

  test('one incident from the future does not hide what happens now', async () => {
    const odd = await linked('From the future');
    original(odd).incident.modifiedAt = '2031-01-01T00:00:00.0000000Z';
    await world.desk.syncNow();
    original(odd).incident.modifiedAt = '2026-03-01T08:00:00.0000000Z';
    const id = await linked('Of today');
    expect(world.sides.sentinelSide.held.has(world.twinOf(id))).toBe(true);
  });
});
