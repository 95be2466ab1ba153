import { sql } from 'kysely';
import type { ExpressionBuilder, Kysely, Selectable, Updateable } from 'kysely';
import type { Side } from '../../incident/side.ts';
import { HELD } from '../../sync/intent.ts';
import type { Intent, IntentState, Passage } from '../../sync/intent.ts';
import type { ProposalQuery, Records } from '../../sync/ports/records.ts';
import { compiledOnce } from '../compiled-once.ts';
import type { Database, IntentTable } from '../schema.ts';

type IntentRecords = Pick<
  Records,
  | 'openIntents'
  | 'wantedIntents'
  | 'proposals'
  | 'release'
  | 'letPass'
  | 'withdraw'
  | 'deadLetters'
  | 'failingIntents'
  | 'deadIntents'
  | 'intentsOfAction'
  | 'wishesFor'
  | 'addIntent'
  | 'saveIntent'
  | 'dueLanes'
  | 'hasten'
  | 'nextDue'
  | 'countOpenIntents'
  | 'countDeadIntents'
>;

/**
 * A state as it stands in the conditions of the partial indexes: with a parameter in its place they are not used (see
 * `SteadyDialect`).
 */
const literally = (state: IntentState) => sql.lit(state);

const inStates = (...states: IntentState[]) =>
  compiledOnce((db, link: number) =>
    db
      .selectFrom('intents')
      .selectAll()
      .where('link', '=', link)
      .where('state', 'in', states.map(literally))
      .orderBy('id'),
  );
const OF_LINK = { open: inStates('open'), wanted: inStates('open', 'proposed'), dead: inStates('dead') };

const update = compiledOnce((db, values: Updateable<IntentTable>, id: number) =>
  db.updateTable('intents').set(values).where('id', '=', id),
);

const dueLanes = compiledOnce((db, connectionId: string, side: Side, now: string, limit: number) =>
  unblocked(db, connectionId)
    .select('i.link')
    .where('i.side', '=', side)
    .where('i.not_before', '<=', now)
    .groupBy('i.link')
    .orderBy(({ fn }) => fn.max('i.priority'), 'desc')
    .orderBy(({ fn }) => fn.min('i.id'))
    .limit(limit),
);

const nextDue = compiledOnce((db, connectionId: string) =>
  unblocked(db, connectionId).select(({ fn }) => fn.min('i.not_before').as('due')),
);

export function intentRecords(db: Kysely<Database>): IntentRecords {
  const ofLink = async (link: number, states: keyof typeof OF_LINK) => (await OF_LINK[states](db, link)).map(toIntent);
  const count = async (connectionId: string, state: IntentState, kind?: string) => {
    const { total } = await db
      .selectFrom('intents')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .where('connection_id', '=', connectionId)
      .where('state', '=', literally(state))
      .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
      .executeTakeFirstOrThrow();
    return total;
  };

  return {
    openIntents: (link) => ofLink(link, 'open'),
    wantedIntents: (link) => ofLink(link, 'wanted'),
    deadIntents: (link) => ofLink(link, 'dead'),
    async proposals(connectionId, query = {}) {
      const rows = await db
        .selectFrom('intents')
        .selectAll()
        .where(proposed(connectionId, query))
        .orderBy('id')
        .execute();
      return rows.map(toIntent);
    },
    async release(connectionId, query, now) {
      await db
        .updateTable('intents')
        .set({ state: 'open', not_before: now })
        .where(proposed(connectionId, query))
        .execute();
    },
    async letPass(connectionId, query, passage) {
      await db.updateTable('intents').set({ passage }).where(proposed(connectionId, query)).execute();
    },
    async withdraw(connectionId, cause, which) {
      await db
        .updateTable('intents')
        // What was promised has been counted.
        .set({ state: 'proposed', passage: sql`case when passage = 'approved' then passage else 'counted' end` })
        .where('connection_id', '=', connectionId)
        .where('state', '=', literally('open'))
        .where('cause', '=', cause)
        .$if(cause === 'sync', (query) => query.where('action_id', 'is', null))
        .$if(which === 'unapproved', (query) => query.where('passage', '!=', 'approved'))
        .execute();
    },
    async deadLetters(connectionId) {
      const rows = await db
        .selectFrom('intents')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('state', '=', literally('dead'))
        .orderBy('id')
        .execute();
      return rows.map(toIntent);
    },
    async failingIntents(connectionId, attempts) {
      const rows = await db
        .selectFrom('intents')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('state', '=', literally('open'))
        .where('attempts', '>=', attempts)
        .where('error', 'is not', null)
        .orderBy('id')
        .execute();
      return rows.map(toIntent);
    },
    async intentsOfAction(actionId) {
      const rows = await db.selectFrom('intents').selectAll().where('action_id', '=', actionId).orderBy('id').execute();
      return rows.map(toIntent);
    },
    async wishesFor(link, side, field) {
      const rows = await db
        .selectFrom('intents')
        .selectAll()
        .where('link', '=', link)
        .where('side', '=', side)
        .where('cause', '=', 'person')
        .where('kind', '=', 'field')
        .where('state', '!=', 'superseded')
        .orderBy('id')
        .execute();
      return rows.map(toIntent).filter(({ work }) => work.kind === 'field' && work.field === field);
    },
    async addIntent(intent, now) {
      const row = await db
        .insertInto('intents')
        .columns([
          'connection_id',
          'link',
          'side',
          'kind',
          'work',
          'rule',
          'cause',
          'action_id',
          'acted_at',
          'priority',
          'state',
          'passage',
          'attempts',
          'not_before',
          'created_at',
        ])
        .expression((e) =>
          e
            .selectFrom('links')
            .where('number', '=', intent.link)
            .select(({ val }) => [
              'connection_id',
              'number',
              val(intent.side).as('side'),
              val(intent.work.kind).as('kind'),
              val(JSON.stringify(intent.work)).as('work'),
              val(intent.rule).as('rule'),
              val(intent.cause).as('cause'),
              val(intent.actionId).as('action_id'),
              val(intent.actedAt).as('acted_at'),
              val(intent.priority).as('priority'),
              val(intent.state ?? 'open').as('state'),
              val(intent.passage ?? 'uncounted').as('passage'),
              val(0).as('attempts'),
              val(intent.notBefore ?? now).as('not_before'),
              val(now).as('created_at'),
            ]),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return toIntent(row);
    },
    async saveIntent(intent) {
      const values = {
        priority: intent.priority,
        action_id: intent.actionId,
        work: JSON.stringify(intent.work),
        rule: intent.rule,
        state: intent.state,
        passage: intent.passage,
        attempts: intent.attempts,
        not_before: intent.notBefore,
        in_doubt_since: intent.inDoubtSince,
        error: intent.error,
        settled_at: intent.settledAt,
      };
      await update(db, values, intent.id);
    },
    dueLanes: async (connectionId, side, now, limit) =>
      (await dueLanes(db, connectionId, side, now, limit)).map(({ link }) => link),
    async hasten(connectionId, side, now) {
      await db
        .updateTable('intents')
        .set({ not_before: now })
        .where('connection_id', '=', connectionId)
        .where('state', '=', literally('open'))
        .where('side', '=', side)
        .where('attempts', '>', 0)
        .where('not_before', '>', now)
        .where('not_before', '<', HELD)
        .where('in_doubt_since', 'is', null)
        .execute();
    },
    nextDue: async (connectionId) => (await nextDue(db, connectionId))[0]?.due ?? null,
    countOpenIntents: (connectionId, kind) => count(connectionId, 'open', kind),
    countDeadIntents: (connectionId) => count(connectionId, 'dead'),
  };
}

/**
 * The open intents nothing else of their lane holds back: everything waits for a creation, and a comment for the
 * comments before it (see `nextBatch` in the sync's lanes).
 */
function unblocked(db: Kysely<Database>, connectionId: string) {
  return db
    .selectFrom('intents as i')
    .where('i.connection_id', '=', connectionId)
    .where('i.state', '=', literally('open'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('intents as e')
            .select('e.id')
            .where('e.connection_id', '=', connectionId)
            .where('e.state', '=', literally('open'))
            .whereRef('e.link', '=', 'i.link')
            .whereRef('e.side', '=', 'i.side')
            .where((before) =>
              before.or([
                before.and([before('e.kind', '=', 'create'), before('i.kind', '!=', 'create')]),
                before.and([
                  before('e.kind', '=', 'comment'),
                  before('i.kind', '=', 'comment'),
                  before('e.id', '<', before.ref('i.id')),
                ]),
              ]),
            ),
        ),
      ),
    );
}

function proposed(connectionId: string, { dueBy, link, kinds, cause, passage }: ProposalQuery) {
  return (e: ExpressionBuilder<Database, 'intents'>) =>
    e.and([
      e('connection_id', '=', connectionId),
      e('state', '=', literally('proposed')),
      ...(dueBy === undefined ? [] : [e('not_before', '<=', dueBy)]),
      ...(link === undefined ? [] : [e('link', '=', link)]),
      ...(kinds === undefined ? [] : [e('kind', 'in', kinds)]),
      ...(cause === undefined ? [] : [e('cause', '=', cause)]),
      ...(passage === undefined ? [] : [e('passage', 'in', passage)]),
    ]);
}

function toIntent(row: Selectable<IntentTable>): Intent {
  return {
    id: row.id,
    link: row.link,
    side: row.side as Side,
    work: JSON.parse(row.work),
    rule: row.rule,
    cause: row.cause as Intent['cause'],
    actionId: row.action_id,
    actedAt: row.acted_at,
    priority: row.priority,
    state: row.state as Intent['state'],
    passage: row.passage as Passage,
    attempts: row.attempts,
    notBefore: row.not_before,
    inDoubtSince: row.in_doubt_since,
    error: row.error,
    createdAt: row.created_at,
    settledAt: row.settled_at,
  };
}
