import { buttonNamed, formOf, setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';
import { aClosedView } from '../support/views.ts';

const stage = setCardStage();

describe('closing', () => {
  it('asks what it was, then which kind of it, offering only what is legal', async () => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'close'));
    expect(JSON.stringify(dialog.card)).toContain('informationalExpectedActivity');
    const second = formOf(
      await teams.submitForm(people.raj, dialog, undefined, {
        classification: 'falsePositive',
        comment: 'Line 1\nLine 2',
      }),
    );
    const text = JSON.stringify(second.card);
    expect(text).toContain('notMalicious');
    expect(text).not.toContain('"phishing"');
    const done = await teams.submitForm(people.raj, second, undefined, { determination: 'notMalicious' });
    expect(done.outcome).toEqual({
      kind: 'message',
      text: 'Closed as False positive, not malicious. Defender done, Sentinel waiting.',
    });
    expect(stage.lastAsk()).toEqual({
      kind: 'close',
      classification: 'falsePositive',
      determination: 'notMalicious',
      reason: null,
      comment: 'Line 1\nLine 2',
    });
  });

  const submit = async (inputs: Record<string, string>) => {
    const { teams, people } = stage.world;
    const { message } = await stage.shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'close'));
    const action = buttonNamed(dialog.card, 'close');
    const base = teams.activityBase(people.raj, stage.world.channel, message.rootId);
    return teams.post({ ...base, type: 'invoke', name: 'task/submit', value: { data: { ...action.data, ...inputs } } });
  };

  it('closes at once when everything is said already, in any case of letters', async () => {
    await submit({ classification: 'TRUEPOSITIVE', determination: 'Phishing', comment: 'done' });
    expect(stage.lastAsk()).toMatchObject({
      kind: 'close',
      classification: 'truePositive',
      determination: 'phishing',
      comment: 'done',
    });
    await submit({ classification: 'InformationalExpectedActivity', determination: 'securityTesting' });
    expect(stage.lastAsk()).toMatchObject({
      classification: 'benignPositive',
      determination: 'securityTesting',
      comment: null,
    });
    await submit({ classification: 'False Positive', determination: 'Incorrect alert logic' });
    expect(stage.lastAsk()).toMatchObject({ classification: 'falsePositive', determination: 'notMalicious' });
    await submit({ classification: 'Unknown' });
    expect(stage.lastAsk()).toMatchObject({ classification: 'undetermined', determination: null });
  });

  it('asks again, and says so, when the incident changed before its first page was sent', async () => {
    const { teams, people, desk } = stage.world;
    const { number, message } = await stage.shown();
    const dialog = formOf(await teams.openForm(people.jo, message, 'close'));
    desk.change(number, { severity: 'high' });
    const answer = await teams.submitForm(people.jo, dialog, undefined, { classification: 'truePositive' });
    expect(codeIn(answer.body)).toBe('stale');
    expect(stage.auditedLast()).toMatchObject({ action: 'close', incident: number, outcome: 'refused:stale' });
    const next = await teams.submitForm(people.jo, formOf(answer), undefined, { classification: 'truePositive' });
    expect(codeIn(next.body)).toBeNull();
    expect(JSON.stringify(formOf(next).card)).toContain('Closing as: True positive');
  });

  it.each([
    { classification: 'nonsense' },
    { classification: '' },
    { classification: 'truePositive', determination: 'securityTesting' },
    { classification: 'falsePositive', determination: 'nonsense' },
  ])('shows the form again with the list when asked for %o', async (inputs) => {
    const before = stage.world.desk.acted.length;
    const answer = await submit(inputs as unknown as Record<string, string>);
    expect(codeIn(answer.body)).toBe('invalid_classification');
    expect(JSON.stringify(answer.body)).toContain('informationalExpectedActivity: securityTesting');
    expect(stage.world.desk.acted).toHaveLength(before);
  });

  it('asks again when the incident changed under the form', async () => {
    const { teams, people } = stage.world;
    const { number, message } = await stage.shown();
    const dialog = formOf(await teams.openForm(people.raj, message, 'close'));
    stage.world.desk.change(number, { severity: 'low' });
    const again = await teams.submitForm(people.raj, dialog, undefined, { classification: 'unknown' });
    expect(codeIn(again.body)).toBe('stale');
    const done = await teams.submitForm(people.raj, formOf(again), undefined, { classification: 'unknown' });
    expect(done.outcome.kind).toBe('message');
    expect(stage.world.desk.incidents.get(number)?.state.status).toBe('closed');
  });

  it('offers no form for an incident that is closed, merged or gone', async () => {
    const { teams, people } = stage.world;
    for (const [patch, code] of [
      [{ state: aClosedView().state }, 'already_closed'],
      [{ standing: 'merged', mergedInto: 1 }, 'merged'],
      [{ standing: 'gone' }, 'gone'],
    ] as const) {
      const { number, message } = await stage.shown();
      stage.world.desk.change(number, patch);
      expect(codeIn((await teams.openForm(people.jo, message, 'close')).body)).toBe(code);
    }
  });
});
