import type { Alert } from '../../src/incident/alert.ts';

/** An alert about one host, before the overrides. */
export function sampleAlert(id: string, overrides: Partial<Alert> = {}): Alert {
  return {
    id,
    title: `Alert ${id}`,
    severity: 'medium',
    status: 'new',
    category: 'Execution',
    techniques: ['T1059.001'],
    product: 'Microsoft Defender for Endpoint',
    detectionSource: 'antivirus',
    createdAt: '2026-03-01T08:00:00Z',
    firstActivityAt: '2026-03-01T07:00:00Z',
    lastActivityAt: '2026-03-01T07:30:00Z',
    url: `https://security.microsoft.com/alerts/${id}`,
    entities: [{ kind: 'Host', fields: { HostName: 'fin-07' } }],
    ...overrides,
  };
}
