import { CONTOSO } from './contoso.ts';
import type { Application, Tenant } from './entra/directory.ts';

/** A second company: its Defender is watched from a Sentinel workspace of the first one. All ids are made up. */
export const FABRIKAM = {
  tenantId: '71d0c3e2-8a4b-4b6d-9f15-2c7e5a908d44',
  domain: 'fabrikam.example',
} as const;

/** Where the first company keeps what it watches for the second one. */
export const FABRIKAM_WORKSPACE = {
  tenantId: CONTOSO.tenantId,
  subscriptionId: CONTOSO.subscriptionId,
  resourceGroup: CONTOSO.resourceGroup,
  workspace: 'law-fabrikam',
} as const;

/** The one application both tenants have consented to. In each, its service principal is another object. */
export const WATCHER = {
  clientId: '2b9f4c60-1d37-4e2a-8c5b-60f3d7a1e92c',
  secret: 'simulated-watcher-secret',
} as const;

/** A fresh copy of the second company's directory: Ana has an account here too. */
export function fabrikamTenant(): Tenant {
  return {
    id: FABRIKAM.tenantId,
    domain: FABRIKAM.domain,
    users: [
      user('3e7d1b52-60c8-4f9a-b1d4-8a25c0e6f001', 'Ana', 'Diaz'),
      user('3e7d1b52-60c8-4f9a-b1d4-8a25c0e6f002', 'Noor', 'Haddad'),
    ],
    groups: [],
    applications: [
      {
        ...watcher('2b9f4c60-1d37-4e2a-8c5b-60f3d7a1e9f1'),
        graphRoles: [
          'SecurityIncident.ReadWrite.All',
          'SecurityAlert.Read.All',
          'ThreatHunting.Read.All',
          'User.ReadBasic.All',
        ],
        defenderRoles: ['Incident.ReadWrite.All'],
      },
    ],
  };
}

/** The same application as the first company's tenant knows it: it may write the workspace, and look people up. */
export function watcherInContoso(): Application {
  return {
    ...watcher('2b9f4c60-1d37-4e2a-8c5b-60f3d7a1e9f2'),
    graphRoles: ['User.ReadBasic.All'],
    sentinelRole: 'Contributor',
  };
}

function watcher(objectId: string): Application {
  return {
    clientId: WATCHER.clientId,
    objectId,
    displayName: 'Dragoman for Fabrikam',
    secrets: [{ value: WATCHER.secret }],
    graphRoles: [],
    sentinelRole: null,
  };
}

function user(id: string, givenName: string, surname: string): Tenant['users'][number] {
  const mail = `${givenName}.${surname}@${FABRIKAM.domain}`.toLowerCase();
  const displayName = `${givenName} ${surname}`;
  return { id, userPrincipalName: mail, displayName, givenName, surname, mail, userType: 'Member' };
}
