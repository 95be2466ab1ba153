import { createPeople } from '../../src/incident/people.ts';
import { sameOwner } from '../../src/incident/person.ts';

const people = createPeople([
  {
    name: 'Ana Diaz',
    accounts: [
      { tenantId: 'T1', objectId: 'A1', upn: 'ana@contoso.test' },
      { tenantId: 'T2', objectId: 'A2', upn: 'ana@partner.test' },
    ],
  },
]);
const owner = (upn: string | null, objectId: string | null = null) => ({ upn, objectId, name: null });

test.each([
  ['a UPN of one tenant', owner('ANA@contoso.test')],
  ['an object id of one tenant', owner(null, 'a1')],
  ['both of the tenant that is asked for', owner('ana@partner.test', 'A2')],
])('a person known by %s is the account in the tenant that is asked for', (_, known) => {
  expect(people.accountIn('t2', known)).toMatchObject({ upn: 'ana@partner.test', objectId: 'A2', name: 'Ana Diaz' });
});

test('nobody is made up: for a stranger, a tenant without an account, or free text', () => {
  expect(people.accountIn('T2', owner('raj@contoso.test'))).toBeNull();
  expect(people.accountIn('T3', owner('ana@contoso.test'))).toBeNull();
  expect(people.accountIn('T2', owner('Defender Experts'))).toBeNull();
  expect(people.accountIn('T2', owner(null))).toBeNull();
});

test('two accounts of one person are the same owner once both are recognised, and others stay who they are', () => {
  const [here, there] = [owner('ana@contoso.test'), owner('ana@partner.test', 'A2')];
  expect(sameOwner(here, there)).toBe(false);
  expect(sameOwner(people.recognise(here), people.recognise(there))).toBe(true);
  expect(sameOwner(people.recognise(here), people.recognise(owner('raj@partner.test')))).toBe(false);
  expect(people.recognise(owner('raj@partner.test'))).toEqual(owner('raj@partner.test'));
  expect(people.recognise(null)).toBeNull();
});
