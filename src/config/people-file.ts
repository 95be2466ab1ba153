import { z } from 'zod';
import type { KnownPerson } from '../incident/people.ts';
import type { ConfigFault } from './config-error.ts';
import { describeIssues } from './describe-issues.ts';
import { readJsonFile } from './read-json-file.ts';
import { label } from './values.ts';

const VARIABLE = 'PEOPLE_FILE';
const ACCEPTED = 'the path of a JSON file with a list of people';
const GUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

const guid = z.string({ error: 'a GUID' }).regex(GUID, { error: 'a GUID' });
const upn = z
  .string({ error: 'a user principal name' })
  .regex(/^[^\s@]+@[^\s@]+$/, { error: 'a user principal name, such as ana@contoso.com' });

const Account = z.strictObject({ tenantId: guid, objectId: guid, upn }, { error: keysOr('tenantId, objectId, upn') });
const Person = z.strictObject(
  {
    name: label(100, 'a name of at most 100 characters'),
    accounts: z.array(Account, { error: 'a list of accounts' }).min(1, { error: 'at least one account' }),
  },
  { error: keysOr('name, accounts') },
);

/** The file that says who is who in several tenants. */
export const PeopleFile = z.array(Person, { error: 'a list of people' }).superRefine(refuseRepetitions);

/** The people a file describes, and every fault of it. */
export function readPeopleFile(path: string): { people: KnownPerson[]; faults: ConfigFault[] } {
  const read = readJsonFile(VARIABLE, path, ACCEPTED);
  if (!('value' in read)) return { people: [], faults: [read] };
  const parsed = PeopleFile.safeParse(read.value);
  if (parsed.success) return { people: parsed.data, faults: [] };
  return { people: [], faults: describeIssues(VARIABLE, read.value, parsed.error) };
}

function keysOr(keys: string) {
  return (issue: { code?: string }) => (issue.code === 'unrecognized_keys' ? keys : `an object with ${keys}`);
}

/** An account that two people had would make one of them act as the other; a person acts as one account in a tenant. */
function refuseRepetitions(people: KnownPerson[], context: z.RefinementCtx<KnownPerson[]>): void {
  const owners = new Map<string, string>();
  const claim = (key: string, path: (string | number)[], message: string) => {
    const known = owners.get(key);
    if (known === undefined) owners.set(key, placeOf(path));
    else context.addIssue({ code: 'custom', path, message: `${message} (it is that of ${known} already)` });
  };
  people.forEach(({ accounts }, person) =>
    accounts.forEach(({ tenantId, objectId, upn: name }, account) => {
      const path = (key: string) => [person, 'accounts', account, key];
      claim(`tenant ${person} ${tenantId}`.toLowerCase(), path('tenantId'), 'one account a tenant');
      claim(`id ${objectId}`.toLowerCase(), path('objectId'), 'each object id once');
      claim(`upn ${name}`.toLowerCase(), path('upn'), 'each user principal name once');
    }),
  );
}

function placeOf([person, , account]: (string | number)[]): string {
  return `[${person}].accounts[${account}]`;
}
