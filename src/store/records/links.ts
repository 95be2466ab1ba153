import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { foldTag } from '../../incident/tags.ts';
import type { LinkQuery, Records } from '../../sync/ports/records.ts';
import type { Database } from '../schema.ts';
import { toLink, toRow } from './link-rows.ts';

type LinkRecords = Pick<
  Records,
  | 'link'
  | 'linkById'
  | 'linkByProvider'
  | 'disagreeing'
  | 'withoutTwin'
  | 'openOn'
  | 'missingLinks'
  | 'addLink'
  | 'saveLink'
  | 'listLinks'
  | 'findLinks'
  | 'undecided'
  | 'markUndecided'
  | 'commentsDue'
  | 'markCommentsDue'
  | 'alertsDue'
  | 'markAlertsDue'
  | 'alertsStale'
  | 'markAlertsStale'
>;

export function linkRecords(db: Kysely<Database>): LinkRecords {
  const flag = (column: 'undecided' | 'comments_due' | 'alerts_due' | 'alerts_stale') => ({
    marked: async (connectionId: string) =>
      (
        await db
          .selectFrom('links')
          .select('number')
          .where('connection_id', '=', connectionId)
          // Not a parameter, so that the partial index is known to do when the query is prepared.
          .where(column, '=', sql.lit(1))
          .orderBy('number')
          .execute()
      ).map(({ number }) => number),
    mark: async (link: number, on: boolean) => {
      await db
        .updateTable('links')
        .set({ [column]: on ? 1 : 0 })
        .where('number', '=', link)
        .execute();
    },
  });
  const [undecided, commentsDue] = [flag('undecided'), flag('comments_due')];
  const [alertsDue, alertsStale] = [flag('alerts_due'), flag('alerts_stale')];

  return {
    async link(number) {
      const row = await db.selectFrom('links').selectAll().where('number', '=', number).executeTakeFirst();
      return row === undefined ? null : toLink(row);
    },
    async linkById(connectionId, side, id) {
      const row = await db
        .selectFrom('links')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where(side === 'defender' ? 'defender_id' : 'sentinel_name', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toLink(row);
    },
    async linkByProvider(connectionId, defenderId) {
      const row = await db
        .selectFrom('links')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('provider_incident_id', '=', defenderId)
        .orderBy('number')
        .executeTakeFirst();
      return row === undefined ? null : toLink(row);
    },
    async disagreeing(connectionId) {
      const rows = await db
        .selectFrom('links')
        .select('number')
        .where('connection_id', '=', connectionId)
        .where('disagreeing', '=', 1)
        .orderBy('number')
        .execute();
      return rows.map(({ number }) => number);
    },
    async openOn(connectionId, side) {
      const [id, open] =
        side === 'defender'
          ? (['defender_id', 'open_on_defender'] as const)
          : (['sentinel_name', 'open_on_sentinel'] as const);
      const rows = await db
        .selectFrom('links')
        .select(['number', id])
        .where('connection_id', '=', connectionId)
        .where(open, '=', 1)
        .orderBy('number')
        .execute();
      return rows.map((row) => ({ link: row.number, id: row[id as keyof typeof row] as string }));
    },
    async missingLinks(connectionId) {
      const rows = await db
        .selectFrom('links')
        .select('number')
        .where('connection_id', '=', connectionId)
        .where('missing', '=', 1)
        .orderBy('number')
        .execute();
      return rows.map(({ number }) => number);
    },
    async withoutTwin(connectionId) {
      const rows = await db
        .selectFrom('links')
        .select('number')
        .where('connection_id', '=', connectionId)
        .where('standing', '=', 'linked')
        .where('defender', 'is not', null)
        .where('sentinel', 'is', null)
        .execute();
      return rows.map(({ number }) => number);
    },
    async addLink(link) {
      const { number } = await db.insertInto('links').values(toRow(link)).returning('number').executeTakeFirstOrThrow();
      return { ...link, number };
    },
    async saveLink(link) {
      await db.updateTable('links').set(toRow(link)).where('number', '=', link.number).execute();
    },
    listLinks: (query) => listLinks(db, query),
    findLinks: (text, limit) => findLinks(db, text, limit),
    undecided: undecided.marked,
    markUndecided: undecided.mark,
    commentsDue: commentsDue.marked,
    markCommentsDue: commentsDue.mark,
    alertsDue: async (connectionId, limit) => (await alertsDue.marked(connectionId)).toReversed().slice(0, limit),
    markAlertsDue: alertsDue.mark,
    alertsStale: alertsStale.marked,
    markAlertsStale: alertsStale.mark,
  };
}

async function listLinks(db: Kysely<Database>, query: LinkQuery): ReturnType<Records['listLinks']> {
  let matching = db.selectFrom('links').where('standing', '=', 'linked');
  // A number is given to an incident before either side of it has been read whole; nothing is shown of it then.
  matching = matching.where((e) => e.or([e('defender', 'is not', null), e('sentinel', 'is not', null)]));
  if (query.connectionId !== undefined) matching = matching.where('connection_id', '=', query.connectionId);
  if (query.open === true) matching = matching.where('status', '!=', 'closed');
  if (query.severity !== undefined) matching = matching.where('severity', '=', query.severity);
  const { owner } = query;
  if (owner !== undefined)
    matching = matching.where((e) =>
      e.or([
        e('owner_object_id', '=', owner.objectId.toLowerCase()),
        ...(owner.upn === null ? [] : [e('owner_upn', '=', owner.upn.toLowerCase())]),
      ]),
    );
  if (query.title !== undefined)
    matching = matching.where(sql<boolean>`instr(lower(title), ${query.title.toLowerCase()}) > 0`);
  if (query.tag !== undefined) matching = matching.where(sql<boolean>`instr(tags, ${`\n${foldTag(query.tag)}\n`}) > 0`);
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await matching.selectAll().orderBy('number', 'desc').limit(query.limit).offset(query.offset).execute();
  return { links: rows.map(toLink), total };
}

/** `#7` is a number; a bare `7` too if there is one, and a Defender id otherwise; then ids, links, titles. */
async function findLinks(db: Kysely<Database>, text: string, limit: number): ReturnType<Records['findLinks']> {
  const numbered = /^#?(\d{1,15})$/.exec(text);
  if (numbered !== null) {
    const row = await db.selectFrom('links').selectAll().where('number', '=', Number(numbered[1])).executeTakeFirst();
    if (row !== undefined) return [toLink(row)];
    if (text.startsWith('#')) return [];
  }
  // An id ends where the path's part does: a Sentinel name may well begin with digits.
  const defenderId = /\/incidents?2?\/(\d+)(?=[/?#]|$)/.exec(text)?.[1] ?? numbered?.[1];
  const sentinelName = /\/incidents\/([0-9a-z-]+)(?=[/?#]|$)/i.exec(text)?.[1] ?? text;
  const byId = await db
    .selectFrom('links')
    .selectAll()
    .where((e) =>
      e.or([
        ...(defenderId === undefined ? [] : [e('defender_id', '=', defenderId)]),
        e('sentinel_name', '=', sentinelName.toLowerCase()),
        e('sentinel_name', '=', sentinelName),
      ]),
    )
    .orderBy('number')
    .limit(limit)
    .execute();
  if (byId.length > 0 || text.length < 3) return ofTenant(text, byId).map(toLink);
  const byTitle = await db
    .selectFrom('links')
    .selectAll()
    .where(sql<boolean>`instr(lower(title), ${text.toLowerCase()}) > 0`)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return byTitle.map(toLink);
}

/** Tenants share ids, and the address of a page in the Defender portal says which tenant's it is. */
function ofTenant<T extends { connection_id: string }>(address: string, rows: T[]): T[] {
  const tenantId = /[?&]tid=([0-9a-z-]+)/i.exec(address)?.[1]?.toLowerCase();
  const own = rows.filter(({ connection_id: id }) => tenantId !== undefined && id.startsWith(`${tenantId}|`));
  return own.length > 0 ? own : rows;
}
