import { deviceEvidence, urlEvidence } from '../../../src/simulator/graph/evidence.ts';
import type { Trial } from './trial.ts';

const hostOf = (name: string) => deviceEvidence(`${name}.corp.example`);

/** Alerts of an incident. */
export function describeAlerts(trial: Trial): void {
  const { raise } = trial;

  describe('alerts', () => {
    const alert = (title: string, severity = 'low') => ({
      title,
      severity,
      evidence: [urlEvidence(`https://${title}`)],
    });

    test('are those of the incident, with what they are about', async () => {
      raise('another', { alerts: [alert('not-mine')] });
      const id = raise('mine', { alerts: [alert('one'), { ...alert('two', 'high'), evidence: [hostOf('fin-07')] }] });
      const { alerts, more, unreadable } = await trial.defender.port().listAlerts(id);
      expect([more, unreadable]).toEqual([false, []]);
      expect(alerts.map(({ title, severity, status }) => [title, severity, status])).toEqual([
        ['one', 'low', 'new'],
        ['two', 'high', 'new'],
      ]);
      expect(alerts.map(({ product }) => product)).toEqual(Array(2).fill('Microsoft Defender for Endpoint'));
      const [url, host] = alerts.map(({ entities }) => entities[0]!);
      expect(url).toMatchObject({ kind: 'URL', fields: { Url: 'https://one' } });
      expect(host).toMatchObject({
        kind: 'Host',
        fields: {
          HostName: 'fin-07',
          DnsDomain: 'corp.example',
          OSFamily: 'Windows',
          RiskScore: expect.stringMatching(/high/i),
        },
      });
    });

    test('beyond a hundred and fifty are not described, and said to be there', async () => {
      const id = raise('many', { alerts: Array.from({ length: 151 }, (_, n) => alert(`a${n}`)) });
      const { alerts, more } = await trial.defender.port().listAlerts(id);
      expect([alerts.length, more]).toEqual([150, true]);
    });

    test('of an incident without any are none', async () => {
      expect(await trial.defender.port().listAlerts(raise('bare'))).toEqual({
        alerts: [],
        more: false,
        unreadable: [],
      });
    });
  });
}
