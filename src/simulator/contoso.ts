import type { Application, DirectoryUser, Tenant } from './entra/directory.ts';

/** Ids of the simulated company; all of them made up. */
export const CONTOSO = {
  tenantId: '5f2b1c9e-3d0a-4c57-9e64-0b7a1d2e8f31',
  domain: 'contoso.example',
  subscriptionId: '8c1d7e52-96b4-4f0c-a1d3-7be2c0549f6a',
  resourceGroup: 'rg-security',
  workspace: 'law-sentinel',
} as const;

function user(id: string, givenName: string, surname: string, guestOf?: string): DirectoryUser {
  const alias = `${givenName}.${surname}`.toLowerCase();
  const mail = `${alias}@${guestOf ?? CONTOSO.domain}`;
  const userPrincipalName = guestOf === undefined ? mail : `${alias}_${guestOf}#EXT#@${CONTOSO.domain}`;
  const displayName = `${givenName} ${surname}`;
  return {
    id,
    userPrincipalName,
    displayName,
    givenName,
    surname,
    mail,
    userType: guestOf === undefined ? 'Member' : 'Guest',
  };
}

/** A fresh copy of the company's directory: five members, a guest, a group and the two applications. */
export function contosoTenant(): Tenant {
  return {
    id: CONTOSO.tenantId,
    domain: CONTOSO.domain,
    users: [
      user('0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a001', 'Ana', 'Diaz'),
      user('0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a002', 'Raj', 'Patel'),
      user('0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a003', 'Mira', 'Sorensen'),
      user('0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a004', 'Jo', 'Tanaka'),
      user('0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a005', 'Lee', 'Okafor'),
      user('0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a006', 'Sam', 'Visser', 'partner.example'),
    ],
    groups: [
      { id: '0a6c2f14-7b1d-4e0e-8f3a-51d9c3b7a0f1', displayName: 'SOC Tier 2', mail: 'soc-tier2@contoso.example' },
    ],
    applications: [azureApplication(), botApplication()],
  };
}

/** The app whose credential reads and writes the two systems. */
function azureApplication(): Application {
  return {
    clientId: 'c4e9a7d0-52f1-4a86-b3c8-9d10e6f72b51',
    objectId: 'c4e9a7d0-52f1-4a86-b3c8-9d10e6f72bff',
    displayName: 'Dragoman',
    secrets: [{ value: 'simulated-azure-secret' }],
    graphRoles: [
      'SecurityIncident.ReadWrite.All',
      'SecurityAlert.Read.All',
      'ThreatHunting.Read.All',
      'User.ReadBasic.All',
      'GroupMember.Read.All',
    ],
    defenderRoles: ['Incident.ReadWrite.All'],
    sentinelRole: 'Contributor',
  };
}

/** The bot's own registration: it only talks to Teams. */
function botApplication(): Application {
  return {
    clientId: 'e17b3c68-0f4d-4d92-8a5b-26c7d9e0f415',
    objectId: 'e17b3c68-0f4d-4d92-8a5b-26c7d9e0f4ff',
    displayName: 'Dragoman Bot',
    secrets: [{ value: 'simulated-bot-secret' }],
    graphRoles: [],
    sentinelRole: null,
  };
}
