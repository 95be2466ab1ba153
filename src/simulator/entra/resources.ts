/** The APIs a token can be asked for, by the audience it then carries. */
export const RESOURCES = {
  graph: 'https://graph.microsoft.com',
  arm: 'https://management.azure.com',
  botFramework: 'https://api.botframework.com',
  defender: 'https://api.security.microsoft.com',
} as const;

/** The resource a `.default` scope asks for, or null if no such API is registered in the tenant. */
export function resourceOfScope(scope: string): string | null {
  const asked = scope.slice(0, -'/.default'.length).replace(/\/$/, '');
  return Object.values(RESOURCES).find((resource) => resource === asked) ?? null;
}
