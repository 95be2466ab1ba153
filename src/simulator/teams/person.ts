import { mriOf, newGuid } from './ids.ts';

/** How the connector describes somebody's standing in the tenant that hosts the conversation. */
export type PersonRole = 'user' | 'guest' | 'anonymous' | 'bot';

/** Somebody in a Teams conversation. */
export interface Person {
  /** The id this bot knows them by, `29:...`; a meeting visitor's is `8:teamsvisitor:...`. */
  readonly mri: string;
  /** The Entra object id; people without an account have none. */
  readonly objectId: string | undefined;
  readonly name: string;
  readonly userPrincipalName: string | undefined;
  readonly email: string | undefined;
  /** The tenant of their account, which differs from the conversation's for federated people. */
  readonly tenantId: string;
  readonly role: PersonRole;
}

export interface Account {
  id: string;
  displayName: string;
  userPrincipalName: string;
  mail?: string | null | undefined;
  userType?: string | null | undefined;
}

/** A person of the home tenant, member or guest, from their directory entry. */
export const personOf = (account: Account, tenantId: string): Person => ({
  mri: mriOf(`${tenantId} ${account.id}`),
  objectId: account.id,
  name: account.displayName,
  userPrincipalName: account.userPrincipalName,
  email: account.mail ?? account.userPrincipalName,
  tenantId,
  role: account.userType?.toLowerCase() === 'guest' ? 'guest' : 'user',
});

/** A person of another tenant, present through a shared channel or a federated chat. */
export const federatedPerson = (name: string, userPrincipalName: string): Person => {
  const objectId = newGuid();
  return {
    mri: mriOf(objectId),
    objectId,
    name,
    userPrincipalName,
    email: userPrincipalName,
    tenantId: newGuid(),
    role: 'user',
  };
};

/** Somebody who joined a meeting by its link, without an account. */
export const anonymousPerson = (name: string, tenantId: string): Person => ({
  mri: `8:teamsvisitor:${newGuid().replaceAll('-', '')}`,
  objectId: undefined,
  name,
  userPrincipalName: undefined,
  email: undefined,
  tenantId,
  role: 'anonymous',
});

/** Another bot that speaks in the same conversation. */
export const otherBot = (name: string, tenantId: string): Person => ({
  mri: `28:${newGuid()}`,
  objectId: undefined,
  name,
  userPrincipalName: undefined,
  email: undefined,
  tenantId,
  role: 'bot',
});
