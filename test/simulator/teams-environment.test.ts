import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { until } from '../../src/simulator/teams/until.ts';

test('a simulator tells all that the bot needs to run against it, and leaves nothing behind', async () => {
  const simulator = await startSimulator();
  const environment = simulator.environment({ SYNC_MODE: 'observe' });
  expect(environment).toMatchObject({
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: simulator.microsoft.tenantId,
    ADMIN_IDS: simulator.admin.objectId,
    BOT_TOKEN_ISSUER: 'https://api.botframework.com',
    BOT_SERVICE_HOSTS: 'localhost',
    SYNC_MODE: 'observe',
    SYNC_START: 'go',
    HOST: '127.0.0.1',
    PORT: new URL(simulator.botUrl).port,
  });
  expect(Object.entries(environment).filter(([, value]) => value === '')).toEqual([]);
  const folder = dirname(String(environment['DATABASE_URL']).slice('file:'.length));
  await stat(folder);
  await simulator.stop();
  await expect(stat(folder)).rejects.toThrow('ENOENT');
  await expect(stat(String(environment['NODE_EXTRA_CA_CERTS']))).rejects.toThrow('ENOENT');
});

test('waiting looks again after a change, and only then', async () => {
  const listeners = new Set<() => void>();
  let value = 0;
  let looks = 0;
  const source = {
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const waiting = until([source], () => {
    looks += 1;
    return value === 1 ? 'there' : undefined;
  });
  value = 1;
  for (const listener of listeners) listener();
  await expect(waiting).resolves.toBe('there');
  expect([looks, listeners.size]).toEqual([2, 0]);
});
