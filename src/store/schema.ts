import type { Generated } from 'kysely';

/** The tables as the newest migration leaves them. JSON columns hold text; booleans are 0 or 1. */
export interface Database {
  connections: {
    id: string;
    live_since: string;
    mode: string;
    mode_reason: string;
    holds: string;
    decided_between: number;
    went_at: string | null;
    knows_native: number;
    compared_at: string | null;
  };
  native_lag: { id: Generated<number>; connection_id: string; what: string; seconds: number; at: string };
  duplicates: { connection_id: string; sentinel_name: string; defender_id: string; since: string };
  cursors: { connection_id: string; side: string; position: string; recent: string };
  listings: {
    connection_id: string;
    side: string;
    incomplete_in_a_row: number;
    comparison_wanted: string | null;
  };
  links: LinkTable;
  intents: IntentTable;
  comments: CommentTable;
  bookmarks: {
    seq: Generated<number>;
    link: number;
    alert_id: string;
    content: string | null;
    hash: string;
    is_tied: number;
    refusal: string | null;
  };
  entity_names: {
    seq: Generated<number>;
    link: number;
    kind: string;
    name: string;
    folded_name: string;
    is_main: number;
  };
  actions: { key: string; id: string; link: number; actor_object_id: string; at: string };
  audit: AuditTable;
  events: EventTable;
  event_bookmarks: { connection_id: string; reader: string; event_id: number };
  rule_runs: { event_id: number; rule: string; connection_id: string; incident: number; at: string };
  rule_messages: RuleMessageTable;
  quarantine: {
    connection_id: string;
    side: string;
    item_id: string;
    reason: string;
    attempts: number;
    since: string;
  };
  conversations: {
    id: string;
    kind: string;
    tenant_id: string;
    service_url: string;
    team_id: string | null;
    name: string | null;
    person_object_id: string | null;
    reachable: number;
  };
  bindings: {
    conversation_id: string;
    bound_by: string;
    bound_at: string;
    least_severity: string | null;
    tag: string | null;
  };
  cards: CardTable;
  notices: NoticeTable;
  paging_events: PagingTable;
  oncall_overrides: {
    id: Generated<number>;
    person_object_id: string;
    person_name: string;
    from_at: string;
    until_at: string;
    set_by: string;
  };
  steps: { key: string; incident: number | null; at: string };
  snoozes: {
    incident: number;
    conversation_id: string;
    until: string;
    by_name: string;
    by_object_id: string;
  };
  grants: {
    object_id: string;
    tenant_id: string;
    role: string;
    name: string;
    granted_by: string;
    granted_at: string;
  };
}

export interface CommentTable {
  id: string;
  link: number;
  origin: string;
  author: string;
  text: string;
  carried_text: string;
  part: number;
  is_edit: number;
  created_at: string;
  on_defender: number;
  on_sentinel: number;
  in_roll_up: number;
  shown_text: string | null;
  seq: Generated<number>;
}

export interface LinkTable {
  number: Generated<number>;
  connection_id: string;
  defender_id: string | null;
  sentinel_name: string | null;
  standing: string;
  merged_into: number | null;
  base: string;
  defender: string | null;
  sentinel: string | null;
  story: string | null;
  alerts: string | null;
  version: number;
  reconfirm_version: number;
  announced: number;
  overruled: string;
  questions: string;
  frozen: string;
  disagreements: string;
  /** The number of the incident it is kept apart from. */
  apart_from: number | null;
  created_at: string;
  /** What lists filter and sort by, copied from the leading side. */
  status: string;
  severity: string;
  owner_object_id: string | null;
  owner_upn: string | null;
  /** JSON, and null for nobody. */
  owner: string | null;
  /** A JSON list. */
  products: string | null;
  title: string;
  folded_title: string;
  /** 1 once a side has been read: a number is given to an incident before that. */
  is_known: number;
  /** Folded tags, each between line feeds. */
  tags: string;
  /** The Defender id Sentinel says its incident stands for. */
  provider_incident_id: string | null;
  /** 1 while the two sides hold different values of a field. */
  disagreeing: number;
  /** 1 while a side says it does not have it, and that is not believed yet. */
  missing: number;
  /** 1 while that side shows it open. */
  open_on_defender: number;
  open_on_sentinel: number;
  undecided: Generated<number>;
  listed: Generated<number>;
  comments_due: Generated<number>;
  /** The roll-up comment in Sentinel, where there is one. */
  roll_up: Generated<string | null>;
  alerts_due: Generated<number>;
  alerts_stale: Generated<number>;
  /** 1 while what its alerts are about is not known. */
  names_due: Generated<number>;
}

export interface IntentTable {
  id: Generated<number>;
  connection_id: string;
  link: number;
  side: string;
  kind: string;
  work: string;
  rule: string;
  cause: string;
  action_id: string | null;
  acted_at: string | null;
  priority: number;
  state: string;
  passage: string;
  attempts: number;
  not_before: string;
  in_doubt_since: string | null;
  error: string | null;
  created_at: string;
  settled_at: string | null;
}

export interface AuditTable {
  id: Generated<number>;
  at: string;
  actor_kind: string;
  actor_object_id: string | null;
  actor_tenant_id: string | null;
  actor_upn: string | null;
  actor_name: string | null;
  action: string;
  incident: number | null;
  action_id: string | null;
  outcome: string;
  detail: string;
}

export interface EventTable {
  id: Generated<number>;
  connection_id: string;
  incident: number;
  kind: string;
  field: string | null;
  origin: string;
  after: string | null;
  at: string;
  actor_name: string | null;
  actor_object_id: string | null;
  is_machine: number;
  before: string;
  now: string;
  /** What figures are made by, copied from `at` and the values; see event-columns.ts. */
  at_seconds: number;
  status: string | null;
  classification: string | null;
}

export interface RuleMessageTable {
  id: string;
  connection_id: string;
  incident: number;
  rule: string;
  action_id: string;
  conversation_id: string;
  text: string;
  state: string;
  attempts: number;
  not_before: string;
  error: string | null;
  created_at: string;
}

export interface PagingTable {
  id: Generated<number>;
  dedup_key: string;
  action: string;
  alert: string;
  state: string;
  attempts: number;
  not_before: string;
  error: string | null;
  created_at: string;
}

export interface CardTable {
  id: string;
  incident: number;
  conversation_id: string;
  kind: string;
  thread_id: string | null;
  activity_id: string | null;
  shown_version: number;
  shown_hash: string | null;
  shown_read_only: string | null;
  attempts: number;
  not_before: string;
  error: string | null;
  created_at: string;
}

export interface NoticeTable {
  id: string;
  key: string;
  conversation_id: string;
  subject: string;
  version: number;
  ended_at: string | null;
  outcome: string | null;
  thread_id: string | null;
  activity_id: string | null;
  shown_version: number;
  attempts: number;
  not_before: string;
  error: string | null;
  created_at: string;
}
