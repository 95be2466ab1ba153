import { ANA, GUID, RAJ, onNativeSyncStage } from './native-sync-stage.ts';

const { microsoft, arm, control, tell, after, raise, twinsOf, pair, inDefender, inSentinel, commentsInSentinel } =
  onNativeSyncStage();

describe('a comment', () => {
  test('crosses once, as it is, and not back', async () => {
    const { id, name } = await pair();
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'from Defender' });
    const { body: mine } = await control('POST', `/sentinel/incidents/${name}/comments`, {
      by: RAJ,
      text: '  from Sentinel\n',
    });
    expect(await after(2)).toBe(2);
    expect(await after(60)).toBe(0);
    const there = await commentsInSentinel(name);
    expect(there.map((one: any) => [one.properties.message, one.properties.author.userPrincipalName])).toEqual([
      ['  from Sentinel\n', RAJ],
      ['from Defender', ANA],
    ]);
    expect(there[0].name).toBe(mine.name);
    expect(there[1].name).toMatch(GUID);
    expect((await inDefender(id)).comments).toMatchObject([
      { comment: 'from Defender', createdByDisplayName: ANA },
      { comment: '  from Sentinel\n', createdByDisplayName: RAJ },
    ]);
  });

  test('of an app carries the name of the app, or that of the connector', async () => {
    const { id, name } = await pair();
    const say = (message: string, at: number) =>
      arm('PUT', `/incidents/${name}/comments/11111111-2222-3333-4444-55555555555${at}`, {
        properties: { message },
      });
    await say('one', 1);
    await after(2);
    await tell({ commentAuthor: 'connector' });
    await say('two', 2);
    await after(2);
    expect((await inDefender(id)).comments).toMatchObject([
      { comment: 'one', createdByDisplayName: 'Dragoman' },
      { comment: 'two', createdByDisplayName: 'Microsoft Defender XDR' },
    ]);
  });

  test('that is edited or deleted in Sentinel stays as it was in Defender', async () => {
    const { id, name } = await pair();
    const { body } = await control('POST', `/sentinel/incidents/${name}/comments`, { by: RAJ, text: 'first' });
    await after(2);
    await control('PATCH', `/sentinel/incidents/${name}/comments/${body.name}`, { by: RAJ, text: 'second' });
    await after(2);
    await arm('DELETE', `/incidents/${name}/comments/${body.name}`);
    expect(await after(60)).toBe(0);
    expect((await inDefender(id)).comments).toMatchObject([{ comment: 'first' }]);
  });

  test('made before the twin waits for it; one made before the connector was on is not new', async () => {
    await tell({ state: 'off' });
    const id = await raise();
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'old' });
    await tell({ state: 'on' });
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'new' });
    await after(5);
    const [{ name }] = await twinsOf(id);
    expect((await commentsInSentinel(name)).map((one: any) => one.properties.message)).toEqual(['new']);
  });

  test('is lost where Sentinel takes no more', async () => {
    const { id, name } = await pair();
    for (let count = 0; count < 100; count += 1) microsoft().sentinel.comment(name, `n ${count}`, RAJ);
    await control('POST', `/defender/incidents/${id}/comments`, { by: ANA, text: 'one too many' });
    await after(60);
    expect((await inSentinel(name)).properties.additionalData.commentsCount).toBe(100);
  });
});
