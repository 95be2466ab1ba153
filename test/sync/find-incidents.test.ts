import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
  for (const title of ['Phishing wave', 'Password spray', 'phishing drill']) world.sides.raise(title);
  await world.desk.syncNow();
});
afterEach(() => world.close());

const numbers = async (reference: string) => (await world.desk.find(reference)).map(({ number }) => number);
const azure = '#asset/Microsoft_Azure_Security_Insights/Incident/subscriptions/s/providers/Microsoft.SecurityInsights';

describe('finding incidents', () => {
  test('by the address of their page in either portal', async () => {
    const [number] = await numbers('Password');
    const { sides } = (await world.desk.view(number!))!;
    expect(await numbers(`https://security.microsoft.com/incident2/${sides[0].id}/overview?tid=x`)).toEqual([number]);
    expect(await numbers(`https://security.microsoft.com/incidents/${sides[0].id}?tid=x`)).toEqual([number]);
    expect(await numbers(`https://portal.azure.com/${azure}/Incidents/${sides[1].id}`)).toEqual([number]);
  });

  test('never takes the digits a Sentinel name begins with for a Defender id', async () => {
    const [number] = await numbers('Password');
    const { sides } = (await world.desk.view(number!))!;
    expect(await numbers(`https://portal.azure.com/${azure}/incidents/${sides[0].id}f-not-a-twin`)).toEqual([]);
  });

  test('by a piece of the title in a list, page by page', async () => {
    const list = async (offset: number) => {
      const { incidents, total } = await world.desk.list({ title: 'PHISH', limit: 1, offset });
      return [incidents.map(({ title }) => title), total];
    };
    expect(await list(0)).toEqual([['phishing drill'], 2]);
    expect(await list(1)).toEqual([['Phishing wave'], 2]);
  });
});
