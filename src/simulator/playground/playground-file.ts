import type { Microsoft } from '../microsoft.ts';

/** What Microsoft's Agents Playground calls the file, in the folder it is started in. */
export const PLAYGROUND_FILE = '.m365agentsplayground.yml';
/** The version this was tried with. */
export const PLAYGROUND_PACKAGE = '@microsoft/m365agentsplayground@0.2.28';

const TEAM = '0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a031';

/**
 * Whom and where the Playground plays, as it wants to be told (schema 0.1.1: it takes exactly five other people): the
 * first of the company's people types, and the others are in its chat and its team.
 */
export function renderPlaygroundFile({
  tenantId,
  apps,
  users,
}: Pick<Microsoft, 'tenantId' | 'apps' | 'users'>): string {
  const [first, ...others] = users.map((user) => ({
    id: `29:${user.givenName.toLowerCase()}`,
    name: user.displayName,
    userPrincipleName: user.userPrincipalName,
    aadObjectId: user.id,
    givenName: user.givenName,
    surname: user.surname,
    email: user.mail ?? user.userPrincipalName,
  }));
  const file = {
    version: '0.1.1',
    tenantId,
    bot: { id: `28:${apps.bot.clientId}`, name: 'Dragoman' },
    currentUser: first,
    users: others,
    personalChat: { id: 'a:playground' },
    groupChat: { id: '19:playground-chat@thread.v2', name: 'SOC chat' },
    team: {
      id: '19:playground-general@thread.tacv2',
      name: 'SOC',
      aadGroupId: TEAM,
      channels: [{ id: '19:playground-alerts@thread.tacv2', name: 'Alerts' }],
    },
  };
  // JSON is YAML.
  return `${JSON.stringify(file, null, 2)}\n`;
}
