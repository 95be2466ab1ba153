import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { IncidentView } from '../../../src/sync/incident-view.ts';
import type { Desk, LinkQuery } from '../../../src/sync/ports/desk.ts';
import type { Report } from '../figure.ts';
import { paired, wallTime } from '../measure.ts';
import { createSeededWorld } from '../seeded-world.ts';

/** As many as a card shows. */
const PAGE = { limit: 10, offset: 0 };
const PAIRS = 20;

/** What people ask for, as the command asks the desk. */
const listsOf = (links: number): Record<string, Partial<LinkQuery>> => ({
  open: { open: true },
  'open-filtered': { open: true, severity: 'high', tag: 'vip' },
  mine: { open: true, owner: { objectId: '00000000-0000-4000-8000-000000000007', upn: 'analyst-7@contoso.test' } },
  'find-title': { text: `wave ${links / 2}` },
  'find-common-title': { text: 'phishing' },
  'find-host': { text: 'web-01', kind: 'host' },
});

/**
 * A page of each list people ask for, among so many links of which a tenth is open, beside the same incidents looked
 * up by their numbers.
 */
export async function listsAtScale(folder: string, links: number, report: Report): Promise<void> {
  const world = await createSeededWorld(folder, links, false);
  vary(join(folder, `${links}-links.db`), links / 20);
  for (const [list, query] of Object.entries(listsOf(links))) {
    const numbers = (await page(world.desk, query)).map(({ number }) => number);
    const [value, againstValue] = await paired(
      PAIRS,
      () => wallTime(() => page(world.desk, query)),
      () => wallTime(() => Promise.all(numbers.map((number) => world.desk.view(number)))),
    );
    report({
      name: `chat.list.${list}.${links}-links`,
      value,
      unit: 'ms',
      against: 'floor: the same incidents by their numbers',
      againstValue,
      better: 'lower',
    });
  }
  await world.close();
}

async function page(desk: Desk, query: Partial<LinkQuery>): Promise<IncidentView[]> {
  const { incidents } = await desk.list({ ...query, ...PAGE });
  if (incidents.length === 0) throw new Error(`nothing is listed for ${JSON.stringify(query)}`);
  return incidents;
}

/** Copies are all alike: from here on they differ in what lists are made by. */
function vary(file: string, sameHostEvery: number): void {
  const db = new BetterSqlite3(file);
  db.exec(`
    update links set
      status = case when number % 10 = 0 then 'active' else 'closed' end,
      severity = case number % 40 when 0 then 'high' when 10 then 'medium' else 'low' end,
      tags = case number % 80 when 0 then char(10) || 'vip' || char(10) else tags end,
      owner_object_id = printf('00000000-0000-4000-8000-%012d', number / 10 % 20),
      owner_upn = printf('analyst-%d@contoso.test', number / 10 % 20),
      folded_title = case number % 3 when 0 then 'phishing ' else 'suspicious sign-in ' end || 'wave ' || number;
    delete from entity_names;
    insert into entity_names (link, kind, name, folded_name, is_main)
      select number, 'host', 'WEB-' || number, 'web-' || number, 1 from links where number % 2 = 0;
    insert into entity_names (link, kind, name, folded_name, is_main)
      select number, 'user', 'user' || number || '@contoso.test', 'user' || number || '@contoso.test', 1 from links;
    update entity_names set folded_name = 'web-01.contoso.test' where kind = 'host' and link % ${sameHostEvery} = 0;
  `);
  db.close();
}
