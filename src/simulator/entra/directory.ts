export interface DirectoryUser {
  /** Object id. */
  id: string;
  userPrincipalName: string;
  displayName: string;
  givenName: string;
  surname: string;
  mail: string | null;
  userType: 'Member' | 'Guest';
}

export interface DirectoryGroup {
  id: string;
  displayName: string;
  mail: string | null;
  /** Object ids of the users and groups in it. */
  memberIds?: string[];
}

/** Azure roles on the Sentinel workspace, as far as they differ for incidents. */
export type SentinelRole = 'Reader' | 'Responder' | 'Contributor';

/** An app registration together with its service principal in the tenant. */
export interface Application {
  clientId: string;
  /** Object id of the service principal: what audit trails call the app. */
  objectId: string;
  displayName: string;
  secrets: { value: string; expiresAt?: Date }[];
  /** PEM certificates whose keys may sign a client assertion. */
  certificates?: string[];
  /** Outside identities that may stand in for a secret (workload identity federation). */
  federated?: { issuer: string; subject: string; publicKeyPem: string }[];
  /** Application permissions on Microsoft Graph that an admin consented to. */
  graphRoles: string[];
  /** The same on the older Defender XDR API ("Microsoft Threat Protection"). */
  defenderRoles?: string[];
  sentinelRole: SentinelRole | null;
}

/** One Entra tenant: who and what is known in it. Tests change it in place. */
export interface Tenant {
  id: string;
  /** A verified domain: the tenant answers to it as well as to its id. */
  domain: string;
  users: DirectoryUser[];
  groups: DirectoryGroup[];
  applications: Application[];
}

export function findUser(tenant: Tenant, idOrUpn: string): DirectoryUser | undefined {
  const wanted = idOrUpn.toLowerCase();
  return tenant.users.find((user) => user.id === wanted || user.userPrincipalName.toLowerCase() === wanted);
}

export function findApplication(tenant: Tenant, clientId: string): Application | undefined {
  return tenant.applications.find((application) => application.clientId === clientId.toLowerCase());
}
