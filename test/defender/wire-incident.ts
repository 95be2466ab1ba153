/** A Graph incident as the service serves it, with every property of the schema, before the overrides. */
export function wireIncident(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: '81',
    tenantId: 'b3c1b5fc-828c-45fa-a1e1-10d74f6d6e9c',
    status: 'active',
    incidentWebUrl: 'https://security.microsoft.com/incident2/81/overview',
    redirectIncidentId: null,
    displayName: 'Sign-in from an unusual place',
    createdDateTime: '2026-08-01T10:00:00.1233333Z',
    lastUpdateDateTime: '2026-08-01T10:05:00.91Z',
    assignedTo: null,
    classification: 'unknown',
    determination: 'unknown',
    severity: 'low',
    customTags: [],
    systemTags: ['Credential Phish'],
    description: 'Somebody signed in.',
    lastModifiedBy: 'Microsoft 365 Defender-IncidentCreation',
    resolvingComment: null,
    summary: null,
    priorityScore: 18,
    comments: [],
    ...overrides,
  };
}
