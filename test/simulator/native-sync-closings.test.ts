import { ANA, onNativeSyncStage } from './native-sync-stage.ts';

const { tell, after, pair, inDefender, inSentinel, editDefender, editSentinel } = onNativeSyncStage();

describe('a closing', () => {
  test.each([
    ['truePositive', 'compromisedAccount', 'TruePositive', 'SuspiciousActivity'],
    ['falsePositive', 'notMalicious', 'FalsePositive', 'InaccurateData'],
    ['informationalExpectedActivity', 'securityTesting', 'BenignPositive', 'SuspiciousButExpected'],
    ['unknown', 'unknown', 'Undetermined', undefined],
  ])('as %s, %s in Defender is %s, %s in Sentinel', async (classification, determination, expected, reason) => {
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification, determination });
    await after(2);
    const { properties } = await inSentinel(name);
    expect([properties.status, properties.classification, properties.classificationReason]).toEqual([
      'Closed',
      expected,
      reason,
    ]);
    // What came from there is not carried back: the determination stays.
    await after(60);
    expect(await inDefender(id)).toMatchObject({ classification, determination, lastModifiedBy: ANA });
  });

  test.each([
    ['TruePositive', 'SuspiciousActivity', 'truePositive'],
    ['FalsePositive', 'InaccurateData', 'falsePositive'],
    ['FalsePositive', 'IncorrectAlertLogic', 'falsePositive'],
    ['BenignPositive', 'SuspiciousButExpected', 'informationalExpectedActivity'],
    ['Undetermined', undefined, 'unknown'],
  ])('as %s, %s in Sentinel is %s in Defender', async (classification, classificationReason, expected) => {
    const { id, name } = await pair();
    await editSentinel(name, { status: 'Closed', classification, classificationReason });
    await after(2);
    expect(await inDefender(id)).toMatchObject({
      status: 'resolved',
      classification: expected,
      determination: 'unknown',
    });
  });

  test('for a wrong alert logic loses that with the next write from Defender', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      status: 'Closed',
      classification: 'FalsePositive',
      classificationReason: 'IncorrectAlertLogic',
    });
    await after(60);
    expect((await inSentinel(name)).properties.classificationReason).toBe('IncorrectAlertLogic');
    await editDefender(id, { severity: 'low' });
    await after(2);
    expect((await inSentinel(name)).properties).toMatchObject({
      severity: 'Low',
      classification: 'FalsePositive',
      classificationReason: 'InaccurateData',
    });
  });

  test('whose classification is lost leaves the twin undetermined', async () => {
    await tell({ toSentinel: { drops: ['classification'] } });
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification: 'truePositive', determination: 'malware' });
    await after(60);
    expect((await inSentinel(name)).properties).toMatchObject({ status: 'Closed', classification: 'Undetermined' });
    expect((await inDefender(id)).classification).toBe('truePositive');
  });

  test('whose classification is late is undetermined until it comes', async () => {
    await tell({ toSentinel: { delaySecondsOf: { classification: 20 } } });
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification: 'truePositive', determination: 'malware' });
    await after(2);
    expect((await inSentinel(name)).properties.classification).toBe('Undetermined');
    await after(18);
    expect((await inSentinel(name)).properties.classification).toBe('TruePositive');
  });

  test('brings the classification that was set before it', async () => {
    const { id, name } = await pair();
    await editDefender(id, { classification: 'truePositive', determination: 'malware' });
    await after(2);
    expect((await inSentinel(name)).properties).not.toHaveProperty('classification');
    await editDefender(id, { status: 'resolved' });
    await after(2);
    expect((await inSentinel(name)).properties.classification).toBe('TruePositive');
  });

  test('in Sentinel at the very moment in which Defender classifies takes what was written last', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      status: 'Closed',
      classification: 'FalsePositive',
      classificationReason: 'InaccurateData',
    });
    await editDefender(id, { classification: 'truePositive', determination: 'malware' });
    await after(60);
    expect(await inDefender(id)).toMatchObject({ status: 'resolved', classification: 'truePositive' });
    expect((await inSentinel(name)).properties).toMatchObject({ status: 'Closed', classification: 'TruePositive' });
  });

  test('that is undone before it was carried brings no classification', async () => {
    const { id, name } = await pair();
    await editSentinel(name, {
      status: 'Closed',
      classification: 'TruePositive',
      classificationReason: 'SuspiciousActivity',
    });
    await editSentinel(name, { status: 'New' });
    await editDefender(id, { status: 'resolved' });
    await after(60);
    expect((await inDefender(id)).classification).toBe('unknown');
    expect((await inSentinel(name)).properties).toMatchObject({ status: 'Closed', classification: 'Undetermined' });
  });

  test('is undone from Sentinel, and Defender keeps what it was classified as', async () => {
    const { id, name } = await pair();
    await editDefender(id, { status: 'resolved', classification: 'truePositive', determination: 'malware' });
    await after(2);
    await editSentinel(name, { status: 'Active' });
    await after(2);
    expect(await inDefender(id)).toMatchObject({ status: 'inProgress', classification: 'truePositive' });
    await editSentinel(name, {
      status: 'Closed',
      classification: 'TruePositive',
      classificationReason: 'SuspiciousActivity',
    });
    await after(2);
    expect(await inDefender(id)).toMatchObject({ status: 'resolved', determination: 'malware' });
  });

  test.each([
    [false, null, undefined],
    [true, 'checked', 'cleaned'],
  ])('with closing notes carried: %j', async (carriesClosingNote, inOne, inOther) => {
    await tell({ carriesClosingNote });
    const [one, other] = [await pair(), await pair()];
    await editSentinel(one.name, {
      status: 'Closed',
      classification: 'Undetermined',
      classificationComment: 'checked',
    });
    await editDefender(other.id, { status: 'resolved', resolvingComment: 'cleaned' });
    await after(2);
    expect((await inDefender(one.id)).resolvingComment).toBe(inOne);
    expect((await inSentinel(other.name)).properties.classificationComment).toBe(inOther);
  });
});
