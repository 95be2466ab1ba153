import { ANA, RAJ, onNativeSyncStage } from './native-sync-stage.ts';

const { arm, tell, after, pair, inDefender, inSentinel, editDefender, editSentinel } = onNativeSyncStage();

describe('a field', () => {
  test('changed in Defender reaches Sentinel after its delay, as any other change would', async () => {
    const { id, name } = await pair({ customTags: ['old'] });
    const before = await inSentinel(name);
    await editDefender(id, {
      status: 'inProgress',
      severity: 'low',
      assignedTo: RAJ,
      customTags: ['vip'],
      displayName: 'New title',
    });
    await after(1);
    expect(await inSentinel(name)).toEqual(before);
    expect(await after(1)).toBe(1);
    const twin = await inSentinel(name);
    expect(twin.properties).toMatchObject({
      status: 'Active',
      severity: 'Low',
      owner: { userPrincipalName: RAJ },
      labels: [{ labelName: 'vip', labelType: 'User' }],
      title: 'New title',
    });
    expect(twin.etag).not.toBe(before.etag);
    expect(twin.properties.lastModifiedTimeUtc > before.properties.lastModifiedTimeUtc).toBe(true);
    const stale = await arm('PUT', `/incidents/${name}`, { etag: before.etag, properties: before.properties });
    expect(stale.status).toBe(409);
  });

  test('changed in Sentinel, through the API as by a person, reaches Defender under a name of a machine', async () => {
    const { id, name } = await pair({ assignedTo: ANA });
    const { etag, properties } = await inSentinel(name);
    const put = await arm('PUT', `/incidents/${name}`, {
      etag,
      properties: { ...properties, status: 'Active', severity: 'Medium', labels: [{ labelName: 'lab' }] },
    });
    expect(put.status).toBe(200);
    await editSentinel(name, { owner: { objectId: null }, title: 'Ours' });
    expect(await after(2)).toBe(1);
    expect(await inDefender(id)).toMatchObject({
      status: 'inProgress',
      severity: 'medium',
      customTags: ['lab'],
      assignedTo: null,
      displayName: 'Ours',
      lastModifiedBy: 'Microsoft 365 Defender-SentinelSync',
    });
    expect(await after(60)).toBe(0);
  });

  test('is carried in its own time where it has one', async () => {
    await tell({ toSentinel: { delaySeconds: 1, delaySecondsOf: { severity: 30 } }, toDefender: { delaySeconds: 10 } });
    const { id, name } = await pair();
    await editDefender(id, { severity: 'low', customTags: ['vip'] });
    await after(1);
    expect((await inSentinel(name)).properties).toMatchObject({ severity: 'High', labels: [{ labelName: 'vip' }] });
    await editSentinel(name, { title: 'Ours' });
    await after(9);
    expect((await inDefender(id)).displayName).toBe('Phish');
    await after(20);
    expect((await inSentinel(name)).properties.severity).toBe('Low');
    expect((await inDefender(id)).displayName).toBe('Ours');
  });

  test('that went through several states at once is carried in its last', async () => {
    await tell({ batchingSeconds: 10 });
    const { id, name } = await pair();
    for (const severity of ['low', 'medium', 'informational']) {
      await editDefender(id, { severity });
      await after(3);
      expect((await inSentinel(name)).properties.severity).toBe('High');
    }
    expect(await after(1)).toBe(1);
    expect((await inSentinel(name)).properties.severity).toBe('Informational');
    expect(await after(60)).toBe(0);
  });

  test('that went through several states one after the other shows each of them', async () => {
    const { id, name } = await pair();
    await editDefender(id, { severity: 'low' });
    await after(1);
    await editDefender(id, { severity: 'medium' });
    await after(1);
    expect((await inSentinel(name)).properties.severity).toBe('Low');
    await after(1);
    expect((await inSentinel(name)).properties.severity).toBe('Medium');
  });

  test.each([
    ['Sentinel', ['defender', 'sentinel'], 'informational'],
    ['Defender', ['sentinel', 'defender'], 'low'],
  ])('changed on both sides ends as it was last written, in %s', async (_last, order, severity) => {
    const { id, name } = await pair();
    for (const side of order) {
      if (side === 'defender') await editDefender(id, { severity: 'low' });
      else await editSentinel(name, { severity: 'Informational' });
      await after(1);
    }
    await after(60);
    expect((await inDefender(id)).severity).toBe(severity);
    expect((await inSentinel(name)).properties.severity.toLowerCase()).toBe(severity);
  });

  test('of a kind that the connector loses stays as it is, for good', async () => {
    await tell({ toSentinel: { drops: ['severity'] } });
    const { id, name } = await pair();
    await editDefender(id, { severity: 'low', customTags: ['vip'] });
    await after(60);
    await tell({ toSentinel: { drops: [] } });
    await after(60);
    expect((await inSentinel(name)).properties).toMatchObject({ severity: 'High', labels: [{ labelName: 'vip' }] });
    await editSentinel(name, { severity: 'Medium' });
    await after(2);
    expect((await inDefender(id)).severity).toBe('medium');
  });

  test('never brings labels of machines with it, and leaves those that are there', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      labels: [
        { labelName: 'auto', labelType: 'AutoAssigned' },
        { labelName: 'vip', labelType: 'User' },
      ],
    });
    await after(2);
    expect((await inDefender(id)).customTags).toEqual(['vip']);
    await editDefender(id, { customTags: ['lab'] });
    await after(2);
    expect((await inSentinel(name)).properties.labels).toEqual([
      { labelName: 'auto', labelType: 'AutoAssigned' },
      { labelName: 'lab', labelType: 'User' },
    ]);
  });

  test('that names nobody the directory knows leaves the other owner', async () => {
    const { id, name } = await pair({ assignedTo: ANA });
    await editDefender(id, { assignedTo: 'Defender Experts' });
    await after(2);
    expect((await inSentinel(name)).properties.owner.userPrincipalName).toBe(ANA);
  });
});
