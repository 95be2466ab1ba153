import type { Owner } from './person.ts';

/** How one tenant knows a person. Ids and names as that tenant's directory has them. */
export interface Account {
  tenantId: string;
  objectId: string;
  upn: string;
}

/** A person with an account in each of some tenants; at most one in each. */
export interface KnownPerson {
  name: string;
  accounts: Account[];
}

/** Who is who in several tenants, where a directory of one of them cannot tell. */
export interface People {
  /** The owner as the account in that tenant, of the person that he or she is known to be; null where none is known. */
  accountIn(tenantId: string, owner: Owner): Owner | null;
  /** The owner with the mark by which the same person is known in another tenant; as given where nobody is known. */
  recognise<T extends Owner | null>(owner: T): T;
}

/** People by their accounts. Neither an object id nor a UPN belongs to two tenants, so either tells who it is. */
export function createPeople(known: readonly KnownPerson[]): People {
  const byAccount = new Map<string, KnownPerson>();
  for (const person of known)
    for (const { objectId, upn } of person.accounts)
      for (const key of [objectId, upn]) byAccount.set(fold(key), person);
  const find = ({ objectId, upn }: Owner) => byAccount.get(fold(objectId ?? '')) ?? byAccount.get(fold(upn ?? ''));
  const markOf = ({ accounts: [first] }: KnownPerson) => fold(first?.objectId ?? '');

  return {
    accountIn(tenantId, owner) {
      const person = find(owner);
      const account = person?.accounts.find((one) => fold(one.tenantId) === fold(tenantId));
      if (person === undefined || account === undefined) return null;
      return { upn: account.upn, objectId: account.objectId, name: person.name, personId: markOf(person) };
    },
    recognise(owner) {
      const person = owner === null ? undefined : find(owner);
      return person === undefined ? owner : { ...owner, personId: markOf(person) };
    },
  };
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
