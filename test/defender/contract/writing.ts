import { openState } from '../../../src/incident/state.ts';
import type { State } from '../../../src/incident/state.ts';
import { ANA, closed } from './trial.ts';
import type { Trial } from './trial.ts';

/** Changes of an incident. */
export function describeWriting(trial: Trial): void {
  const { portal, raise, shown } = trial;

  describe('writing', () => {
    test('each field by itself, and the others stay', async () => {
      const port = trial.defender.port();
      const id = raise('fields');
      await port.update(id, { tags: ['vip', 'Größe'] });
      await port.update(id, { owner: { upn: ANA, objectId: 'x', name: 'Ana' } });
      const { incident } = await port.update(id, { state: openState('active') });
      expect(incident).toMatchObject({
        tags: ['vip', 'Größe'],
        owner: { upn: ANA, objectId: null, name: null },
        state: openState('active'),
        severity: 'medium',
        title: 'fields',
      });
      expect((await port.update(id, { owner: null, tags: [] })).incident).toMatchObject({ owner: null, tags: [] });
      expect((await port.get(id))?.incident).toMatchObject({ owner: null, tags: [], state: openState('active') });
    });

    test.each<[State['classification'], State['determination']]>([
      ['truePositive', 'multiStagedAttack'],
      ['truePositive', 'maliciousUserActivity'],
      ['truePositive', 'compromisedAccount'],
      ['truePositive', 'malware'],
      ['truePositive', 'unwantedSoftware'],
      ['truePositive', 'other'],
      ['falsePositive', 'notMalicious'],
      ['falsePositive', 'notEnoughDataToValidate'],
      ['falsePositive', 'other'],
      ['benignPositive', 'securityTesting'],
      ['benignPositive', 'lineOfBusinessApplication'],
      ['benignPositive', 'confirmedActivity'],
      ['undetermined', null],
    ])('a closure as %s / %s is one request and one unit', async (classification, determination) => {
      const state = { ...closed, classification, determination };
      const id = raise('to be closed');
      expect((await trial.defender.port().update(id, { state })).incident.state).toEqual(shown(state));
      expect(trial.defender.world.traffic).toEqual({ reads: 0, writes: 1 });
      expect(portal().get(id)).toMatchObject({ status: 'resolved', determination: determination ?? 'unknown' });
    });

    test('reopening clears the closure', async () => {
      const port = trial.defender.port();
      const id = raise('reopened');
      await port.update(id, { state: closed });
      expect((await port.update(id, { state: openState('active') })).incident.state).toEqual(openState('active'));
      expect(portal().get(id)).toMatchObject({ classification: 'unknown', determination: 'unknown' });
    });

    test('an early classification of an open incident outlives its being set active', async () => {
      const port = trial.defender.port();
      const id = raise('classified early');
      portal().edit(id, { classification: 'truePositive', determination: 'malware' }, ANA);
      await port.get(id);
      await port.update(id, { state: openState('active') });
      expect(portal().get(id)).toMatchObject({
        status: 'inProgress',
        classification: 'truePositive',
        determination: 'malware',
      });
    });

    test('a severity is written, or refused by name while the rest is written', async () => {
      const port = trial.defender.port();
      const id = raise('severe');
      const { incident } = await port.update(id, { severity: 'high', tags: ['kept'] });
      expect(incident).toMatchObject({ severity: trial.defender.takesSeverity ? 'high' : 'medium', tags: ['kept'] });
      const alone = port.update(id, { severity: 'low' });
      if (trial.defender.takesSeverity) {
        expect((await alone).incident.severity).toBe('low');
        expect(port.refusedProperties()).toEqual([]);
      } else {
        await expect(alone).rejects.toMatchObject({ code: 'invalid', property: 'severity', inDoubt: false });
        expect(port.limits()).toContain('severity');
      }
    });

    test('nothing to change is a reading', async () => {
      const id = raise('as it is');
      expect((await trial.defender.port().update(id, {})).incident.title).toBe('as it is');
      expect(trial.defender.world.traffic).toEqual({ reads: 1, writes: 0 });
    });

    test('an incident that is not there is said not to be there', async () => {
      await expect(trial.defender.port().update('999999', { tags: [] })).rejects.toMatchObject({ code: 'notFound' });
      await expect(trial.defender.port().addComment('999999', 'x')).rejects.toMatchObject({ code: 'notFound' });
    });

    test('a merged incident takes no change', async () => {
      const [source, target] = [raise('folded in'), raise('survivor')];
      portal().merge(source, target);
      await expect(trial.defender.port().update(source, { tags: ['x'] })).rejects.toMatchObject({ code: 'invalid' });
    });
  });
}
