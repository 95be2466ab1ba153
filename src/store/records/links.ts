import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Status } from '../../incident/state.ts';
import { foldText } from '../../incident/fold.ts';
import { foldTag } from '../../incident/tags.ts';
import type { LinkQuery, Records } from '../../sync/ports/records.ts';
import { compiledOnce } from '../compiled-once.ts';
import type { Database, LinkTable } from '../schema.ts';
import { linksNamed } from './entity-names.ts';
import { changedColumns, toLink, toRow } from './link-rows.ts';
import type { LinkRow } from './link-rows.ts';

type LinkRecords = Pick<
  Records,
  | 'link'
  | 'linkById'
  | 'linkByProvider'
  | 'disagreeing'
  | 'keptApart'
  | 'keptApartFrom'
  | 'withoutTwin'
  | 'openOn'
  | 'missingLinks'
  | 'addLink'
  | 'saveLink'
  | 'listLinks'
  | 'findLinks'
  | 'undecided'
  | 'mergedInto'
  | 'markUndecided'
  | 'markListed'
  | 'isListed'
  | 'commentsDue'
  | 'markCommentsDue'
  | 'alertsDue'
  | 'markAlertsDue'
  | 'alertsStale'
  | 'markAlertsStale'
  | 'namesDue'
  | 'markNamesDue'
>;

/** Not a parameter: the indexes of marked links are known to do only where the statement itself says so. */
const SET = sql.lit(1);

const byNumber = compiledOnce((db, number: number) => db.selectFrom('links').selectAll().where('number', '=', number));

const byIdOf = (column: 'defender_id' | 'sentinel_name') =>
  compiledOnce((db, connectionId: string, id: string) =>
    db.selectFrom('links').selectAll().where('connection_id', '=', connectionId).where(column, '=', id),
  );
const BY_ID = { defender: byIdOf('defender_id'), sentinel: byIdOf('sentinel_name') };

const save = compiledOnce((db, columns: Partial<LinkRow>, number: number) =>
  db.updateTable('links').set(columns).where('number', '=', number),
);

const missing = compiledOnce((db, connectionId: string) =>
  db
    .selectFrom('links')
    .select('number')
    .where('connection_id', '=', connectionId)
    .where('missing', '=', SET)
    .orderBy('number'),
);

const flag = (column: 'undecided' | 'comments_due' | 'alerts_due' | 'alerts_stale' | 'names_due') => ({
  marked: compiledOnce((db, connectionId: string) =>
    db
      .selectFrom('links')
      .select('number')
      .where('connection_id', '=', connectionId)
      .where(column, '=', SET)
      .orderBy('number'),
  ),
  mark: compiledOnce((db, on: number, link: number) =>
    db
      .updateTable('links')
      .set({ [column]: on })
      .where('number', '=', link),
  ),
});
const FLAGS = {
  undecided: flag('undecided'),
  comments: flag('comments_due'),
  alerts: flag('alerts_due'),
  alertsStale: flag('alerts_stale'),
  names: flag('names_due'),
};

export function linkRecords(db: Kysely<Database>): LinkRecords {
  const flagged = ({ marked, mark }: ReturnType<typeof flag>) => ({
    marked: async (connectionId: string) => (await marked(db, connectionId)).map(({ number }) => number),
    mark: async (link: number, on: boolean) => void (await mark(db, on ? 1 : 0, link)),
  });
  const [undecided, commentsDue] = [flagged(FLAGS.undecided), flagged(FLAGS.comments)];
  const [alertsDue, alertsStale, namesDue] = [flagged(FLAGS.alerts), flagged(FLAGS.alertsStale), flagged(FLAGS.names)];
  // What this transaction knows a row to hold, since nobody else writes before it ends. Outside of one nothing is known.
  const held = new Map<number, LinkRow>();
  const toLinkHeld = (row: Selectable<LinkTable> | undefined) => {
    if (row === undefined) return null;
    if (db.isTransaction) held.set(row.number, row);
    return toLink(row);
  };

  return {
    async link(number) {
      const [row] = await byNumber(db, number);
      return toLinkHeld(row);
    },
    async linkById(connectionId, side, id) {
      const [row] = await BY_ID[side](db, connectionId, id);
      return toLinkHeld(row);
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
        .where('disagreeing', '=', SET)
        .orderBy('number')
        .execute();
      return rows.map(({ number }) => number);
    },
    async keptApart(connectionId) {
      const rows = await db
        .selectFrom('links')
        .select(['number', 'apart_from'])
        .where('apart_from', 'is not', null)
        .where('connection_id', '=', connectionId)
        .orderBy('number')
        .execute();
      return rows.map(({ number, apart_from: from }) => ({ incident: number, from: from! }));
    },
    async keptApartFrom(link) {
      const rows = await db
        .selectFrom('links')
        .select('number')
        .where('apart_from', 'is not', null)
        .where('apart_from', '=', link)
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
        .where(open, '=', SET)
        .orderBy('number')
        .execute();
      return rows.map((row) => ({ link: row.number, id: row[id as keyof typeof row] as string }));
    },
    async missingLinks(connectionId) {
      const rows = await missing(db, connectionId);
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
      const row = toRow(link);
      const columns = changedColumns(row, held.get(link.number));
      if (columns === null) return;
      // Until it is written, nothing is known.
      held.delete(link.number);
      await save(db, columns, link.number);
      if (db.isTransaction) held.set(link.number, row);
    },
    listLinks: (query) => listLinks(db, query),
    findLinks: (text, limit) => findLinks(db, text, limit),
    undecided: undecided.marked,
    async mergedInto(link) {
      const rows = await db
        .selectFrom('links')
        .select('number')
        .where('standing', '=', 'merged')
        .where('merged_into', '=', link)
        .execute();
      return rows.map(({ number }) => number);
    },
    async markUndecided(link, isUndecided) {
      await undecided.mark(link, isUndecided);
      if (!isUndecided)
        await db.updateTable('links').set({ listed: 0 }).where('number', '=', link).where('listed', '=', 1).execute();
    },
    async markListed(link) {
      await db.updateTable('links').set({ listed: 1 }).where('number', '=', link).execute();
    },
    async isListed(link) {
      const row = await db.selectFrom('links').select('listed').where('number', '=', link).executeTakeFirst();
      return row?.listed === 1;
    },
    commentsDue: commentsDue.marked,
    markCommentsDue: commentsDue.mark,
    alertsDue: async (connectionId, limit) => (await alertsDue.marked(connectionId)).toReversed().slice(0, limit),
    markAlertsDue: alertsDue.mark,
    alertsStale: alertsStale.marked,
    markAlertsStale: alertsStale.mark,
    namesDue: async (connectionId, limit) => (await namesDue.marked(connectionId)).toReversed().slice(0, limit),
    markNamesDue: namesDue.mark,
  };
}

const OPEN = ['new', 'active'] satisfies Status[];

async function listLinks(db: Kysely<Database>, query: LinkQuery): ReturnType<Records['listLinks']> {
  // Nothing but columns of the index `links_list`: what is not shown is not read.
  const { text, kind } = query;
  // Few have a certain name: they are looked up one by one, which the plus leaves as the only way.
  const isFew = kind !== undefined && text !== undefined;
  const standing = isFew ? sql<string>`+standing` : sql.ref<string>('standing');
  let matching = db.selectFrom('links').where(standing, '=', 'linked').where('is_known', '=', 1);
  if (query.connectionId !== undefined) matching = matching.where('connection_id', '=', query.connectionId);
  if (query.open === true) matching = matching.where('status', 'in', OPEN);
  if (query.severity !== undefined) matching = matching.where('severity', '=', query.severity);
  const { owner } = query;
  if (owner !== undefined)
    matching = matching.where((e) =>
      e.or([
        e('owner_object_id', '=', owner.objectId.toLowerCase()),
        ...(owner.upn === null ? [] : [e('owner_upn', '=', owner.upn.toLowerCase())]),
      ]),
    );
  if (text !== undefined) {
    const named = sql<boolean>`number in (${linksNamed(text, kind)})`;
    matching = matching.where(
      kind === undefined ? sql<boolean>`(instr(folded_title, ${foldText(text)}) > 0 or ${named})` : named,
    );
  }
  if (query.tag !== undefined) matching = matching.where(sql<boolean>`instr(tags, ${`\n${foldTag(query.tag)}\n`}) > 0`);
  // A piece of a title is looked for in every one, once for both; what is found by an index is sooner found twice.
  const { total, page } = await db
    .with(
      (cte) => (text === undefined ? cte('matching').notMaterialized() : cte('matching').materialized()),
      () => matching.select('number'),
    )
    .selectNoFrom((e) => [
      e
        .selectFrom('matching')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('total'),
      e
        .selectFrom(
          e
            .selectFrom('matching')
            .select('number')
            // The plus keeps the database from walking the whole table in that order.
            .orderBy(sql`+number`, 'desc')
            .limit(query.limit)
            .offset(query.offset)
            .as('page'),
        )
        .select(sql<string>`json_group_array(number)`.as('numbers'))
        .as('page'),
    ])
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('links')
    .selectAll()
    .where(sql<boolean>`number in (select value from json_each(${page}))`)
    .orderBy('number', 'desc')
    .execute();
  return { links: rows.map(toLink), total: total ?? 0 };
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
    .where((e) => {
      // Ids are indexed by connection: naming those that there are keeps the database from reading every link.
      const anyConnection = e('connection_id', 'in', e.selectFrom('connections').select('id'));
      return e.or([
        ...(defenderId === undefined ? [] : [e.and([anyConnection, e('defender_id', '=', defenderId)])]),
        e.and([anyConnection, e('sentinel_name', 'in', [sentinelName.toLowerCase(), sentinelName])]),
      ]);
    })
    .orderBy('number')
    .limit(limit)
    .execute();
  if (byId.length > 0 || text.length < 3) return ofTenant(text, byId).map(toLink);
  const titled = sql<number>`(select number from links indexed by links_list
    where instr(folded_title, ${foldText(text)}) > 0 order by +number desc limit ${limit})`;
  const byTitle = await db
    .selectFrom('links')
    .selectAll()
    .where('number', 'in', titled)
    .orderBy('number', 'desc')
    .execute();
  return byTitle.map(toLink);
}

/** Tenants share ids, and the address of a page in the Defender portal says which tenant's it is. */
function ofTenant<T extends { connection_id: string }>(address: string, rows: T[]): T[] {
  const tenantId = /[?&]tid=([0-9a-z-]+)/i.exec(address)?.[1]?.toLowerCase();
  const own = rows.filter(({ connection_id: id }) => tenantId !== undefined && id.startsWith(`${tenantId}|`));
  return own.length > 0 ? own : rows;
}
