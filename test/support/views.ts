import { openState } from '../../src/incident/state.ts';
import type { IncidentView } from '../../src/sync/incident-view.ts';

/** An incident as the desk shows it; override what a test is about. */
export function aView(overrides: Partial<IncidentView> = {}): IncidentView {
  return {
    number: 12,
    version: 3,
    title: 'Multi-stage incident involving initial access and exfiltration',
    description: 'Seen on several devices.',
    severity: 'high',
    state: openState('new'),
    owner: null,
    tags: ['vip', 'phishing'],
    products: ['Microsoft Defender for Endpoint', 'Microsoft Defender for Office 365'],
    entities: [
      { kind: 'host', name: 'web-01', isMain: true },
      { kind: 'user', name: 'raj@contoso.com', isMain: true },
    ],
    createdAt: '2026-11-22T09:30:00.1234567Z',
    deadlines: [],
    latestComment: { author: 'Raj Patel', text: 'Host isolated.', at: '2026-11-22T09:45:00Z' },
    standing: 'linked',
    mergedInto: null,
    sides: [
      { side: 'defender', standing: 'ok', id: '924565', url: null, reason: null },
      {
        side: 'sentinel',
        standing: 'waiting',
        id: '5d2c1f0e-1111-4222-8333-444455556666',
        url: 'https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident/x',
        reason: 'Sentinel is throttling',
      },
    ],
    overruled: [
      'Severity set to low in Sentinel by someone at 09:31, set to high in Defender at 09:40. Kept: high (later).',
    ],
    questions: [],
    drift: [],
    apart: null,
    readOnly: null,
    reconfirmVersion: 2,
    announced: true,
    ...overrides,
  };
}

/** The same incident, closed. */
export function aClosedView(overrides: Partial<IncidentView> = {}): IncidentView {
  return aView({
    state: {
      status: 'closed',
      classification: 'truePositive',
      determination: 'phishing',
      reason: null,
      note: 'Mailbox cleaned, user informed.',
    },
    owner: { upn: 'ana@contoso.com', objectId: null, name: 'Ana Diaz' },
    ...overrides,
  });
}
