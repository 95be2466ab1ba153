import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The first schema: the sync's memory, its outbox and audit, and what the chat side remembers. */
export const initial: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('connections')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('live_since', 'text', (c) => c.notNull())
      .addColumn('mode', 'text', (c) => c.notNull())
      .addColumn('mode_reason', 'text', (c) => c.notNull())
      .addColumn('holds', 'text', (c) => c.notNull())
      .addColumn('approved', 'integer', (c) => c.notNull())
      .addColumn('knows_native', 'integer', (c) => c.notNull())
      .addColumn('compared_at', 'text')
      .execute();

    await db.schema
      .createTable('duplicates')
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('sentinel_name', 'text', (c) => c.notNull())
      .addColumn('defender_id', 'text', (c) => c.notNull())
      .addColumn('since', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('duplicates_key', ['connection_id', 'sentinel_name'])
      .execute();

    await db.schema
      .createTable('native_lag')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('what', 'text', (c) => c.notNull())
      .addColumn('seconds', 'real', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('native_lag_what').on('native_lag').columns(['connection_id', 'what', 'id']).execute();

    await db.schema
      .createTable('cursors')
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('side', 'text', (c) => c.notNull())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('recent', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('cursors_key', ['connection_id', 'side'])
      .execute();

    await db.schema
      .createTable('listings')
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('side', 'text', (c) => c.notNull())
      .addColumn('incomplete_in_a_row', 'integer', (c) => c.notNull())
      .addColumn('comparison_wanted', 'text')
      .addPrimaryKeyConstraint('listings_key', ['connection_id', 'side'])
      .execute();

    await db.schema
      .createTable('links')
      .addColumn('number', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('defender_id', 'text')
      .addColumn('sentinel_name', 'text')
      .addColumn('standing', 'text', (c) => c.notNull())
      .addColumn('merged_into', 'integer')
      .addColumn('base', 'text', (c) => c.notNull())
      .addColumn('defender', 'text')
      .addColumn('sentinel', 'text')
      .addColumn('story', 'text')
      .addColumn('alerts', 'text')
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('reconfirm_version', 'integer', (c) => c.notNull())
      .addColumn('announced', 'integer', (c) => c.notNull())
      .addColumn('overruled', 'text', (c) => c.notNull())
      .addColumn('questions', 'text', (c) => c.notNull())
      .addColumn('frozen', 'text', (c) => c.notNull())
      .addColumn('disagreements', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('severity', 'text', (c) => c.notNull())
      .addColumn('owner_object_id', 'text')
      .addColumn('owner_upn', 'text')
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('folded_title', 'text', (c) => c.notNull())
      .addColumn('is_known', 'integer', (c) => c.notNull())
      .addColumn('tags', 'text', (c) => c.notNull())
      .addColumn('provider_incident_id', 'text')
      .addColumn('disagreeing', 'integer', (c) => c.notNull())
      .addColumn('missing', 'integer', (c) => c.notNull())
      .addColumn('open_on_defender', 'integer', (c) => c.notNull())
      .addColumn('open_on_sentinel', 'integer', (c) => c.notNull())
      .addColumn('undecided', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('comments_due', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('roll_up', 'text')
      .addColumn('alerts_due', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('alerts_stale', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('names_due', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    // One link per incident of either side, whatever crashes: the database itself refuses a second.
    for (const id of ['defender_id', 'sentinel_name'] as const)
      await db.schema.createIndex(`links_${id}`).on('links').columns(['connection_id', id]).unique().execute();
    await sql`create index links_provider on links (connection_id, provider_incident_id)
      where provider_incident_id is not null`.execute(db);
    await sql`create index links_missing on links (connection_id, number) where missing = 1`.execute(db);
    for (const [side, id] of [
      ['defender', 'defender_id'],
      ['sentinel', 'sentinel_name'],
    ])
      await sql`create index ${sql.raw(`links_open_on_${side}`)} on links (connection_id, number, ${sql.raw(id!)})
        where ${sql.raw(`open_on_${side}`)} = 1`.execute(db);
    await sql`create index links_disagreeing on links (connection_id, number) where disagreeing = 1`.execute(db);
    await db.schema.createIndex('links_status').on('links').columns(['standing', 'status', 'number']).execute();
    // All that lists are chosen by, so that none of the long columns is read for an incident that is not shown.
    await db.schema
      .createIndex('links_list')
      .on('links')
      .columns(['standing', 'is_known', 'status', 'number', 'severity', 'owner_object_id', 'owner_upn'])
      .columns(['tags', 'folded_title'])
      .execute();
    await sql`create index links_undecided on links (connection_id, number) where undecided = 1`.execute(db);
    await sql`create index links_comments_due on links (connection_id, number) where comments_due = 1`.execute(db);
    await sql`create index links_alerts_due on links (connection_id, number) where alerts_due = 1`.execute(db);
    await sql`create index links_names_due on links (connection_id, number) where names_due = 1`.execute(db);
    await sql`create index links_alerts_stale on links (connection_id, number) where alerts_stale = 1`.execute(db);

    await db.schema
      .createTable('intents')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('link', 'integer', (c) => c.notNull().references('links.number'))
      .addColumn('side', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('work', 'text', (c) => c.notNull())
      .addColumn('rule', 'text', (c) => c.notNull())
      .addColumn('cause', 'text', (c) => c.notNull())
      .addColumn('action_id', 'text')
      .addColumn('acted_at', 'text')
      .addColumn('priority', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('not_before', 'text', (c) => c.notNull())
      .addColumn('in_doubt_since', 'text')
      .addColumn('error', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('settled_at', 'text')
      .execute();
    await sql`create index intents_open on intents (connection_id, link, side, id, kind, not_before, priority)
      where state = 'open'`.execute(db);
    await sql`create index intents_dead on intents (connection_id, link) where state = 'dead'`.execute(db);
    await sql`create index intents_proposed on intents (connection_id, not_before) where state = 'proposed'`.execute(
      db,
    );
    await db.schema.createIndex('intents_link').on('intents').columns(['link', 'state']).execute();
    await db.schema.createIndex('intents_action').on('intents').column('action_id').execute();

    await db.schema
      .createTable('comments')
      .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('link', 'integer', (c) => c.notNull().references('links.number'))
      .addColumn('origin', 'text', (c) => c.notNull())
      .addColumn('author', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('carried_text', 'text', (c) => c.notNull())
      .addColumn('part', 'integer', (c) => c.notNull())
      .addColumn('is_edit', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('on_defender', 'integer', (c) => c.notNull())
      .addColumn('on_sentinel', 'integer', (c) => c.notNull())
      .addColumn('in_roll_up', 'integer', (c) => c.notNull())
      .addColumn('shown_text', 'text')
      .execute();
    await db.schema.createIndex('comments_link').on('comments').column('link').execute();

    await db.schema
      .createTable('bookmarks')
      .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('link', 'integer', (c) => c.notNull().references('links.number'))
      .addColumn('alert_id', 'text', (c) => c.notNull())
      .addColumn('content', 'text')
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('is_tied', 'integer', (c) => c.notNull())
      .addColumn('refusal', 'text')
      .execute();
    // One bookmark per alert of an incident, whatever is read twice.
    await db.schema.createIndex('bookmarks_alert').on('bookmarks').columns(['link', 'alert_id']).unique().execute();
    await sql`create index bookmarks_to_write on bookmarks (link) where content is not null`.execute(db);

    // What an incident is found by. One row per name, in the form it is searched in.
    await db.schema
      .createTable('entity_names')
      .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('link', 'integer', (c) => c.notNull().references('links.number'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('folded_name', 'text', (c) => c.notNull())
      .addColumn('is_main', 'integer', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('entity_names_link').on('entity_names').columns(['link', 'seq']).execute();
    await db.schema
      .createIndex('entity_names_folded')
      .on('entity_names')
      .columns(['folded_name', 'kind', 'link'])
      .execute();

    await db.schema
      .createTable('actions')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('link', 'integer', (c) => c.notNull())
      .addColumn('actor_object_id', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();

    await db.schema
      .createTable('audit')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('actor_kind', 'text', (c) => c.notNull())
      .addColumn('actor_object_id', 'text')
      .addColumn('actor_tenant_id', 'text')
      .addColumn('actor_upn', 'text')
      .addColumn('actor_name', 'text')
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('incident', 'integer')
      .addColumn('action_id', 'text')
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('audit_action').on('audit').column('action_id').execute();
    await db.schema.createIndex('audit_at').on('audit').column('at').execute();
    // Append-only: the database itself refuses to change or forget what happened.
    for (const verb of ['update', 'delete'])
      await sql`create trigger ${sql.raw(`audit_no_${verb}`)} before ${sql.raw(verb)} on audit
        begin select raise(abort, 'the audit is append-only'); end`.execute(db);

    await db.schema
      .createTable('events')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('incident', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('field', 'text')
      .addColumn('origin', 'text', (c) => c.notNull())
      .addColumn('after', 'text')
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('actor_name', 'text')
      .addColumn('actor_object_id', 'text')
      .addColumn('is_machine', 'integer', (c) => c.notNull())
      .addColumn('before', 'text', (c) => c.notNull())
      .addColumn('now', 'text', (c) => c.notNull())
      .addColumn('at_seconds', 'real', (c) => c.notNull())
      .addColumn('status', 'text')
      .addColumn('classification', 'text')
      .execute();
    await db.schema.createIndex('events_at').on('events').column('at_seconds').execute();
    await db.schema.createIndex('events_connection').on('events').columns(['connection_id', 'id']).execute();
    await db.schema.createIndex('events_incident').on('events').column('incident').execute();
    await db.schema
      .createTable('event_bookmarks')
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('reader', 'text', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('event_bookmarks_key', ['connection_id', 'reader'])
      .execute();

    await db.schema
      .createTable('quarantine')
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('side', 'text', (c) => c.notNull())
      .addColumn('item_id', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('since', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('quarantine_key', ['connection_id', 'side', 'item_id'])
      .execute();

    await chatTables(db);
  },
};

async function chatTables(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('service_url', 'text', (c) => c.notNull())
    .addColumn('team_id', 'text')
    .addColumn('name', 'text')
    .addColumn('person_object_id', 'text')
    .addColumn('reachable', 'integer', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('bindings')
    .addColumn('conversation_id', 'text', (c) => c.primaryKey().references('conversations.id'))
    .addColumn('bound_by', 'text', (c) => c.notNull())
    .addColumn('bound_at', 'text', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('cards')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('incident', 'integer', (c) => c.notNull().references('links.number'))
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('thread_id', 'text')
    .addColumn('activity_id', 'text')
    .addColumn('shown_version', 'integer', (c) => c.notNull())
    .addColumn('shown_hash', 'text')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('not_before', 'text', (c) => c.notNull())
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('cards_incident').on('cards').column('incident').execute();
  // One root card per incident and conversation, whatever is retried.
  await sql`create unique index cards_root on cards (incident, conversation_id) where kind = 'root'`.execute(db);

  await db.schema
    .createTable('notices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id'))
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('outcome', 'text')
    .addColumn('thread_id', 'text')
    .addColumn('activity_id', 'text')
    .addColumn('shown_version', 'integer', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('not_before', 'text', (c) => c.notNull())
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('notices_key').on('notices').column('key').execute();
  // What goes on is told once in a conversation; when it is over and comes back, it is told anew.
  await sql`create unique index notices_live on notices (key, conversation_id) where ended_at is null`.execute(db);
  await sql`create index notices_outdated on notices (created_at) where shown_version < version`.execute(db);

  await db.schema
    .createTable('snoozes')
    .addColumn('incident', 'integer', (c) => c.notNull())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('until', 'text', (c) => c.notNull())
    .addColumn('by_name', 'text', (c) => c.notNull())
    .addColumn('by_object_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('snoozes_key', ['incident', 'conversation_id'])
    .execute();

  await db.schema
    .createTable('grants')
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('granted_by', 'text', (c) => c.notNull())
    .addColumn('granted_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('grants_key', ['object_id', 'tenant_id', 'role'])
    .execute();
}
