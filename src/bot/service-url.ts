/**
 * Hosts through which Teams speaks: worldwide, GCC, GCC High, DoD. The bot's own token goes to whatever
 * address an activity names, and the SDK trusts any, so an address elsewhere is refused at the door.
 */
const TEAMS_HOSTS = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
];

export interface ServiceUrlRules {
  /** Hosts allowed besides Microsoft's, lower case, without ports. */
  extraHosts: readonly string[];
  /** Development without authentication: plain http to this machine is taken too. */
  allowLoopbackHttp: boolean;
}

/** Whether activities may name this address, and the bot may send its token there. */
export function isTrustedServiceUrl(text: string, rules: ServiceUrlRules): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:') return rules.allowLoopbackHttp && isLoopback;
  if (url.protocol !== 'https:') return false;
  return (
    TEAMS_HOSTS.includes(url.hostname) ||
    rules.extraHosts.includes(url.hostname) ||
    (rules.allowLoopbackHttp && isLoopback)
  );
}
