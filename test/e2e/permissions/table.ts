/**
 * Who may do what, written out by hand after docs/commands.md: nothing here is computed by the code under test.
 * Beside it how each thing is asked for, and what it leaves behind.
 */

/** Everybody there is, by what they are here. */
export const PEOPLE = [
  'nobody in particular',
  'guest',
  'other tenant',
  'visitor',
  'another bot',
  'viewer',
  'manager',
  'responder',
  'lead',
  'admin',
] as const;
export type Who = (typeof PEOPLE)[number];

export const MAY = {
  anyone: ['nobody in particular', 'viewer', 'manager', 'responder', 'lead', 'admin'],
  viewer: ['viewer', 'manager', 'responder', 'lead', 'admin'],
  responder: ['responder', 'lead', 'admin'],
  lead: ['lead', 'admin'],
  manager: ['manager', 'admin'],
  admin: ['admin'],
} as const satisfies Record<string, readonly Who[]>;
export type Least = keyof typeof MAY;

/** The incidents these things are done to. */
export const SUBJECTS = ['main', 'high', 'asked', 'held', 'failed'] as const;
export type Subject = (typeof SUBJECTS)[number];

export type Written = 'defender' | 'sentinel';

interface Row {
  least: Least;
  /** What the audit calls it; null where looking leaves no row. */
  audit: string | null;
  about?: Subject;
  /** Whose API is written to. */
  writes?: readonly Written[];
  /** Said by the same person before and after, so that there is something to do each time. */
  before?: readonly string[];
  after?: readonly string[];
  /** What has to happen elsewhere before there is anything to do. */
  stage?: 'conflict' | 'state conflict' | 'drift' | 'failure';
}

export interface CommandRow extends Row {
  /** What is typed; `#main` and the like become numbers, `{who}` the person's role, `{other}` somebody else's name. */
  says: string;
}

export interface VerbRow extends Row {
  /** What the form is filled in with; `{who}` the person's role, `{otherId}` somebody else's id. */
  inputs?: Readonly<Record<string, string>>;
}

const BOTH = ['defender', 'sentinel'] as const;
const CLOSE_MAIN = 'close #main as false positive not malicious';

export const COMMAND_TABLE: Readonly<Record<string, CommandRow>> = {
  help: { least: 'anyone', says: 'help', audit: null },
  open: { least: 'viewer', says: 'open medium', audit: 'open' },
  mine: { least: 'viewer', says: 'mine', audit: 'mine' },
  find: { least: 'viewer', says: 'find host web-01', audit: 'find' },
  show: { least: 'viewer', says: 'show #main', audit: 'show' },
  assign: { least: 'responder', says: 'assign #main me', audit: 'assign', about: 'main', writes: BOTH },
  unassign: {
    least: 'responder',
    says: 'unassign #main',
    audit: 'assign',
    about: 'main',
    writes: BOTH,
    before: ['assign #main me'],
  },
  handoff: {
    least: 'responder',
    says: 'handoff #main @{other} "from a {who}"',
    audit: 'handoff',
    about: 'main',
    writes: BOTH,
  },
  tag: { least: 'responder', says: 'tag #main +typed-by-{who}', audit: 'tags', about: 'main', writes: BOTH },
  comment: {
    least: 'responder',
    says: 'comment #main typed by a {who}',
    audit: 'comment',
    about: 'main',
    writes: BOTH,
  },
  status: {
    least: 'responder',
    says: 'status #held active',
    audit: 'activate',
    about: 'held',
    writes: BOTH,
    after: ['undo'],
  },
  close: { least: 'responder', says: CLOSE_MAIN, audit: 'close', about: 'main', writes: BOTH, after: ['reopen #main'] },
  reopen: {
    least: 'responder',
    says: 'reopen #main',
    audit: 'reopen',
    about: 'main',
    writes: BOTH,
    before: [CLOSE_MAIN],
  },
  'bulk assign': {
    least: 'lead',
    says: 'bulk assign #main me',
    audit: 'bulk assign',
    writes: BOTH,
    before: ['unassign #main'],
  },
  'bulk close': {
    least: 'lead',
    says: 'bulk close #main as undetermined',
    audit: 'bulk close',
    writes: BOTH,
    after: ['reopen #main'],
  },
  severity: {
    least: 'lead',
    says: 'severity #main low',
    audit: 'severity',
    about: 'main',
    writes: BOTH,
    after: ['undo'],
  },
  undo: {
    least: 'responder',
    says: 'undo',
    audit: 'undo',
    about: 'main',
    writes: BOTH,
    before: ['tag #main +soon-gone'],
  },
  snooze: { least: 'responder', says: 'snooze #main 2h', audit: 'snooze', about: 'main' },
  hunt: { least: 'responder', says: 'hunt #main', audit: 'hunt', about: 'main' },
  drift: { least: 'responder', says: 'drift', audit: 'drift' },
  digest: { least: 'manager', says: 'digest now', audit: 'digest' },
  oncall: { least: 'anyone', says: 'oncall', audit: 'oncall' },
  'oncall set': { least: 'admin', says: 'oncall set me until 8h', audit: 'oncall set' },
  'sync status': { least: 'responder', says: 'sync status', audit: 'sync status' },
  'sync now': { least: 'admin', says: 'sync now', audit: 'sync now' },
  'sync pause': { least: 'admin', says: 'sync pause', audit: 'sync pause' },
  'sync resume': { least: 'admin', says: 'sync resume', audit: 'sync resume' },
  'sync go': { least: 'admin', says: 'sync go', audit: 'sync go' },
  'sync retry': {
    least: 'admin',
    says: 'sync retry #failed',
    audit: 'retry',
    about: 'failed',
    writes: ['defender'],
    stage: 'failure',
  },
  unbind: { least: 'admin', says: 'unbind', audit: 'unbind' },
  bind: { least: 'admin', says: 'bind', audit: 'bind' },
  grant: { least: 'admin', says: 'grant viewer @Kim Novak', audit: 'grant' },
  revoke: { least: 'admin', says: 'revoke @Kim Novak', audit: 'revoke' },
  roles: { least: 'admin', says: 'roles', audit: 'roles' },
};

export const VERB_TABLE: Readonly<Record<string, VerbRow>> = {
  refresh: { least: 'viewer', audit: null, about: 'main' },
  assignToMe: { least: 'responder', audit: 'assign', about: 'main', writes: BOTH },
  setActive: { least: 'responder', audit: 'activate', about: 'main', writes: BOTH, after: ['undo'] },
  undo: { least: 'responder', audit: 'undo', about: 'main', writes: BOTH, before: ['tag #main +soon-gone'] },
  snooze: { least: 'responder', audit: 'snooze', about: 'main' },
  close: {
    least: 'responder',
    audit: 'close',
    about: 'main',
    writes: BOTH,
    inputs: { classification: 'truePositive', determination: 'malware', comment: 'Cleaned.' },
    after: ['reopen #main'],
  },
  assign: {
    least: 'responder',
    audit: 'assign',
    about: 'main',
    writes: BOTH,
    inputs: { assignee: '{otherId}' },
  },
  tag: {
    least: 'responder',
    audit: 'tags',
    about: 'main',
    writes: BOTH,
    inputs: { tags: 'pressed-by-{who}' },
  },
  comment: { least: 'responder', audit: 'comment', about: 'main', writes: BOTH, inputs: { comment: 'From a form.' } },
  severity: {
    least: 'lead',
    audit: 'severity',
    about: 'main',
    writes: BOTH,
    inputs: { severity: 'low' },
    after: ['undo'],
  },
  reopen: { least: 'responder', audit: 'reopen', about: 'main', writes: BOTH, before: [CLOSE_MAIN] },
  handoff: {
    least: 'responder',
    audit: 'handoff',
    about: 'main',
    writes: BOTH,
    inputs: { note: 'From a form.', assignee: '{otherId}' },
  },
  keepDefender: { least: 'responder', audit: 'keep', about: 'asked', writes: ['sentinel'], stage: 'conflict' },
  keepSentinel: { least: 'responder', audit: 'keep', about: 'asked', writes: ['defender'], stage: 'conflict' },
  repair: { least: 'responder', audit: 'repair', about: 'held', writes: ['sentinel'], stage: 'drift' },
  retry: { least: 'admin', audit: 'retry', about: 'failed', writes: ['defender'], stage: 'failure' },
  help: { least: 'anyone', audit: null },
  list: { least: 'viewer', audit: 'list' },
  figure: {
    least: 'viewer',
    audit: 'figure',
    inputs: { figure: 'opened', from: '2026-01-01T00:00:00.000Z', until: '2036-01-01T00:00:00.000Z' },
  },
  drift: { least: 'responder', audit: 'drift' },
  syncStatus: { least: 'responder', audit: 'sync status' },
  syncGo: { least: 'admin', audit: 'sync go' },
};

/** The same verbs where more is at stake. */
export const HIGH_TABLE: Readonly<Record<string, VerbRow>> = {
  close: {
    least: 'lead',
    audit: 'close',
    about: 'high',
    writes: BOTH,
    inputs: { classification: 'unknown' },
    after: ['reopen #high'],
  },
};
