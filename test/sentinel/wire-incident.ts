/** A Sentinel incident as ARM serves it, with the given properties laid over. */
export function wireIncident(
  properties: Record<string, unknown> = {},
  resource: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/ws/providers/Microsoft.SecurityInsights/incidents/inc-1',
    name: 'inc-1',
    type: 'Microsoft.SecurityInsights/incidents',
    etag: '"e-1"',
    properties: {
      title: 'Sign-in from an unusual place',
      description: 'Somebody signed in.',
      severity: 'Low',
      status: 'New',
      owner: { objectId: null, email: null, assignedTo: null, userPrincipalName: null },
      labels: [],
      firstActivityTimeUtc: '2026-08-01T09:00:00Z',
      lastActivityTimeUtc: '2026-08-01T09:30:00Z',
      lastModifiedTimeUtc: '2026-08-01T10:05:00.1234567Z',
      createdTimeUtc: '2026-08-01T10:00:00Z',
      incidentNumber: 12,
      incidentUrl: 'https://portal.azure.com/#asset/12',
      providerName: 'Microsoft XDR',
      providerIncidentId: '81',
      relatedAnalyticRuleIds: [],
      additionalData: {
        alertsCount: 1,
        bookmarksCount: 0,
        commentsCount: 2,
        alertProductNames: ['Microsoft Defender for Identity'],
        tactics: [],
      },
      ...properties,
    },
    ...resource,
  };
}
