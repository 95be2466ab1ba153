import { ConfigError } from '../../src/config/config-error.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { temporaryFiles } from '../support/temporary-files.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const guid = '00000000-0000-4000-8000-000000000001';
const env = {
  MicrosoftAppId: guid,
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: guid,
  MicrosoftAppPassword: 'the-bots-own-secret',
  AZURE_TENANT_ID: guid,
  AZURE_CLIENT_ID: guid,
  AZURE_CLIENT_SECRET: 'a-client-secret',
  SENTINEL_SUBSCRIPTION_ID: guid,
  SENTINEL_RESOURCE_GROUP: 'rg',
  SENTINEL_WORKSPACE: 'workspace',
  ADMIN_IDS: guid,
  CARD_SECRET: 'first-card-secret-value',
};
const rule = { name: 'VIP', when: 'created', then: [{ severity: 'high' }] };

function faultsOf(more: Record<string, string>): string[] {
  try {
    readConfig({ ...env, ...more });
    return [];
  } catch (error) {
    return (error as ConfigError).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

describe('RULES_FILE', () => {
  it('has effect: there are rules with it, none without, and no warning', () => {
    const { automation, warnings } = readConfig({ ...env, RULES_FILE: files.write({ rules: [rule] }) });
    expect(automation.rules.map(({ name }) => name)).toEqual(['VIP']);
    expect(warnings).toEqual([]);
    expect(readConfig(env).automation.rules).toEqual([]);
  });

  it('is refused with every fault of it, beside those of the environment', () => {
    const then = [{ severity: 'hihg' }];
    const path = files.write({
      rules: [
        { ...rule, then },
        { ...rule, name: 'Other', unless: {} },
      ],
    });
    expect(faultsOf({ RULES_FILE: path, PORT: '70000' })).toEqual([
      expect.stringMatching(/^PORT: /),
      'RULES_FILE: rules[0].then[0].severity: found "hihg"; accepted: high, medium, low, informational',
      'RULES_FILE: rules[1].unless: found a key without a meaning; accepted: name, when, changed, if, then, stop',
    ]);
  });

  it('is refused where it is not there, or no JSON, or no list of rules', () => {
    expect(faultsOf({ RULES_FILE: '/nowhere/rules.json' })).toEqual([expect.stringContaining('(ENOENT)')]);
    expect(faultsOf({ RULES_FILE: files.write('{') })).toEqual([expect.stringContaining('which is not JSON')]);
    expect(faultsOf({ RULES_FILE: files.write([rule]) })).toEqual([
      'RULES_FILE: found [{"name":"VIP","when":"created","then":[{"severity":"high"}]}]; accepted: an object with $schema, rules',
    ]);
  });
});
