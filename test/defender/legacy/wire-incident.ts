/** An incident as the older API serves it, with every property of its pages, before the overrides. */
export function wireIncident(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    incidentId: 81,
    incidentUri: 'https://security.microsoft.com/incidents/81',
    redirectIncidentId: null,
    incidentName: 'Sign-in from an unusual place',
    createdTime: '2026-08-01T10:00:00.1233333Z',
    lastUpdateTime: '2026-08-01T10:05:00.91Z',
    assignedTo: null,
    classification: 'Unknown',
    determination: 'NotAvailable',
    status: 'Active',
    severity: 'Low',
    tags: [],
    comments: [],
    alerts: [],
    ...overrides,
  };
}
