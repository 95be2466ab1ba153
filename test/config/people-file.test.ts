import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { PeopleFile, readPeopleFile } from '../../src/config/people-file.ts';
import { temporaryFiles } from '../support/temporary-files.ts';

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const files = temporaryFiles();
afterAll(() => files.remove());

const account = (tenant: number, id: number, upn: string) => ({ tenantId: guid(tenant), objectId: guid(id), upn });
const ana = { name: 'Ana Diaz', accounts: [account(1, 11, 'ana@contoso.test'), account(2, 12, 'ana@partner.test')] };
const raj = { name: 'Raj Patel', accounts: [account(1, 13, 'raj@contoso.test')] };
const faultsOf = (content: unknown) =>
  readPeopleFile(files.write(content)).faults.map(
    ({ variable, found, accepted }) => `${variable}: found ${found}; accepted: ${accepted}`,
  );

describe('PEOPLE_FILE', () => {
  it('says who is who in several tenants', () => {
    expect(readPeopleFile(files.write([ana, raj]))).toEqual({ people: [ana, raj], faults: [] });
  });

  it('is told of every fault at once, each with its place', () => {
    expect(
      faultsOf([
        {
          ...ana,
          nick: 'A',
          accounts: [
            { ...ana.accounts[0], upn: 'ana' },
            { tenantId: guid(2), objectId: 'x' },
          ],
        },
        { accounts: [] },
        'Raj',
      ]),
    ).toEqual([
      'PEOPLE_FILE: [0].accounts[0].upn: found "ana"; accepted: a user principal name, such as ana@contoso.com',
      'PEOPLE_FILE: [0].accounts[1].objectId: found "x"; accepted: a GUID',
      'PEOPLE_FILE: [0].accounts[1].upn: found nothing; accepted: a user principal name',
      'PEOPLE_FILE: [0].nick: found a key without a meaning; accepted: name, accounts',
      'PEOPLE_FILE: [1].name: found nothing; accepted: a name of at most 100 characters',
      'PEOPLE_FILE: [1].accounts: found a list; accepted: at least one account',
      'PEOPLE_FILE: [2]: found "Raj"; accepted: an object with name, accounts',
    ]);
  });

  it('refuses an account that two people have, and a person with two accounts in one tenant', () => {
    const twin = { name: 'Twin', accounts: [account(3, 11, 'twin@contoso.test'), account(4, 14, 'RAJ@contoso.test')] };
    const double = { name: 'Double', accounts: [account(1, 15, 'd1@contoso.test'), account(1, 16, 'd2@contoso.test')] };
    expect(faultsOf([ana, raj, twin, double])).toEqual([
      `PEOPLE_FILE: [2].accounts[0].objectId: found "${guid(11)}"; accepted: each object id once (it is that of [0].accounts[0] already)`,
      'PEOPLE_FILE: [2].accounts[1].upn: found "RAJ@contoso.test"; accepted: each user principal name once (it is that of [1].accounts[0] already)',
      `PEOPLE_FILE: [3].accounts[1].tenantId: found "${guid(1)}"; accepted: one account a tenant (it is that of [3].accounts[0] already)`,
    ]);
  });

  it.each([
    ['{}', 'found an object; accepted: a list of people'],
    ['[', 'which is not JSON'],
  ])('is refused when it is %s', (content, message) => {
    expect(faultsOf(content)).toEqual([expect.stringContaining(message)]);
  });

  describe('docs/contracts/people-file', () => {
    const contracts = join(__dirname, '../../docs/contracts');
    const kept: unknown = JSON.parse(readFileSync(join(contracts, 'people-file.schema.json'), 'utf8'));
    const page = readFileSync(join(contracts, 'people-file.md'), 'utf8');
    const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);

    it('has the schema the file is read with', () => {
      expect(kept).toEqual(z.toJSONSchema(PeopleFile, { io: 'input' }));
    });

    it('has an example that the schema and the bot take', () => {
      const isValid = new Ajv2020().compile(kept as object);
      isValid(example);
      expect(isValid.errors).toBeNull();
      expect(readPeopleFile(files.write(example)).faults).toEqual([]);
    });
  });
});
