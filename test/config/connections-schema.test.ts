import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readConfig } from '../../src/config/read-config.ts';
import { renderConnectionsSchema } from '../../src/config/render-connections-schema.ts';
import { temporaryFiles } from '../support/temporary-files.ts';

const contracts = join(__dirname, '../../docs/contracts');
const page = readFileSync(join(contracts, 'connections-file.md'), 'utf8');
const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);
const schema = renderConnectionsSchema();
const isValid = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(schema) as object);

const files = temporaryFiles();
afterAll(() => files.remove());

describe('docs/contracts/connections-file', () => {
  it('has the schema that the variables make', () => {
    const kept = readFileSync(join(contracts, 'connections-file.schema.json'), 'utf8');
    expect(JSON.parse(kept)).toEqual(JSON.parse(schema));
  });

  it('has an example that the schema and the bot take', () => {
    isValid(example);
    expect(isValid.errors).toBeNull();
    const guid = '00000000-0000-4000-8000-000000000001';
    const { connections } = readConfig({
      MicrosoftAppId: guid,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: guid,
      MicrosoftAppPassword: 'the-bots-own-secret',
      ADMIN_IDS: guid,
      CARD_SECRET: 'first-card-secret-value',
      CONTOSO_CLIENT_SECRET: 'the-secret-of-contoso',
      CONNECTIONS_FILE: files.write(example),
    });
    expect(connections.map(({ name }) => name)).toEqual(['Contoso', 'Fabrikam, watched by Contoso']);
  });

  it('has a schema that takes no key without a meaning, and no connection without a workspace', () => {
    const entry = { SENTINEL_SUBSCRIPTION_ID: 's', SENTINEL_RESOURCE_GROUP: 'g', SENTINEL_WORKSPACE: 'law' };
    expect(isValid([entry])).toBe(true);
    expect(isValid([{ ...entry, SENTINEL_REGION: 'west' }])).toBe(false);
    expect(isValid([{ SENTINEL_SUBSCRIPTION_ID: 's', SENTINEL_RESOURCE_GROUP: 'g' }])).toBe(false);
  });
});
