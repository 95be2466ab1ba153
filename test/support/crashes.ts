import { basename } from 'node:path';
import type { Side } from '../../src/incident/side.ts';

/** What is asked of a side, one request each, and how the cycle counts it. */
export const REQUESTS = {
  list: 'read',
  get: 'read',
  comments: 'read',
  bookmarks: 'read',
  alerts: 'alerts',
  update: 'write',
  create: 'write',
  comment: 'comment',
  bookmark: 'bookmark',
  relation: 'relation',
} as const;
export type RequestName = keyof typeof REQUESTS;
export type RequestKind = (typeof REQUESTS)[RequestName];

/**
 * The engine's transactions, by the function each is begun in (`settle` stands for whoever calls it), and its file where
 * there is more than one of that name.
 */
const TRANSACTIONS = {
  takeIn: 'observe',
  readSentinelComments: 'read comments',
  'retry-quarantine/readAgain': 'retry quarantine',
  readSide: 'read afresh',
  findSurvivors: 'find survivor',
  'hunt/namesOf': 'read names to hunt',
  confirmMissing: 'confirm missing',
  noteMissing: 'note missing',
  decideAll: 'decide',
  promiseCycle: 'promise-cycle',
  promiseAlerts: 'promise alerts',
  'alert-reader/read': 'read alerts',
  lookForAlerts: 'look for alerts',
  'follow-events/answer': 'ask rules',
  act: 'act',
  obey: 'obey',
  followMode: 'follow mode',
  takeInTopology: 'look around',
  compareSides: 'compare',
  isThere: 'ask for one',
  'compare-sides/stop': 'find a side empty',
  'write-fields/readAgain': 'read again',
  judge: 'judge',
  'doubt/change': 'doubt',
  amendIntent: 'amend',
  markSent: 'send roll-up',
  settleWritten: 'settle fields',
  settleTwin: 'settle twin',
  writeComment: 'settle posted comment',
  arrivedAfterAll: 'find comment in doubt',
  settleComment: 'settle comment',
  settleTold: 'settle roll-up',
  leaveDeleted: 'leave roll-up deleted',
  buryWaiting: 'settle full incident',
  'write-alerts/note': 'settle bookmark',
  'write-alerts/finish': 'settle alerts',
  'write-alerts/putBack': 'put back alerts',
  giveUpOrRetry: 'give up or retry',
} as const;
export type Transaction = (typeof TRANSACTIONS)[keyof typeof TRANSACTIONS];

/** The requests the engine makes of each side. */
export const REQUEST_POINTS = [
  'defender list',
  'defender get',
  'defender update',
  'defender comment',
  'defender alerts',
  'sentinel list',
  'sentinel get',
  'sentinel update',
  'sentinel create',
  'sentinel comments',
  'sentinel comment',
  'sentinel bookmarks',
  'sentinel bookmark',
  'sentinel relation',
] as const satisfies readonly `${Side} ${RequestName}`[];
export const TRANSACTION_POINTS: readonly Transaction[] = Object.values(TRANSACTIONS);

/** Where the process can die: before or after each of these. */
export type CrashPoint = (typeof REQUEST_POINTS)[number] | Transaction;
export type When = 'before' | 'after';

/** The n-th passing of a point, from 0. */
export interface PlannedCrash {
  point: CrashPoint | 'any request';
  when: When;
  nth: number;
}

/** Whatever the process passes; the sides take requests that the engine never makes. */
type Passed = CrashPoint | `${Side} ${RequestName}`;

/** Knows when the process is to die, and can tell which points it passed. */
export interface Crashes {
  /** Whether it dies here. Whoever asks then never answers. */
  strikes(point: Passed, when: When): boolean;
  /** The same for the transaction that the caller's caller begins now. */
  transaction(): CrashPoint | null;
  plan(crash: PlannedCrash, onCrash: () => void): void;
  forget(): void;
  /** From here on every point that is passed is written down. */
  trace(): { point: Passed; when: When }[];
}

/** Whoever asks a process that is gone. */
export function neverAnswered(): Promise<never> {
  return new Promise(() => undefined);
}

export function createCrashes(): Crashes {
  let planned: { crash: PlannedCrash; left: number; onCrash: () => void } | null = null;
  let passed: { point: Passed; when: When }[] | null = null;
  return {
    strikes(point, when) {
      passed?.push({ point, when });
      if (planned === null || planned.crash.when !== when) return false;
      const { point: meant } = planned.crash;
      if (meant === 'any request' ? !isRequest(point) : meant !== point) return false;
      if (planned.left > 0) {
        planned.left -= 1;
        return false;
      }
      const { onCrash } = planned;
      planned = null;
      onCrash();
      return true;
    },
    transaction: () => (planned === null && passed === null ? null : transactionBegunHere()),
    plan(crash, onCrash) {
      planned = { crash, left: crash.nth, onCrash };
    },
    forget() {
      planned = null;
    },
    trace() {
      passed = [];
      return passed;
    },
  };
}

function isRequest(point: Passed): boolean {
  return /^(defender|sentinel) /.test(point);
}

/** Names a transaction by the function of the engine it is begun in. A new one has to be given a name. */
function transactionBegunHere(): CrashPoint {
  const functions = callers()
    .filter((site) => /\/src\/(sync|automation)\//.test(site.getFileName() ?? ''))
    .map((site) => `${basename(site.getFileName()!, '.ts')}/${site.getFunctionName()?.replace(/^.*\./, '') ?? ''}`);
  const place = functions.find((one) => one !== 'settle/settle') ?? '';
  const names: Record<string, Transaction> = TRANSACTIONS;
  const known = names[place] ?? names[place.replace(/^.*\//, '')];
  if (known === undefined)
    throw new Error(`name the transaction of ${functions.join(' < ')} in test/support/crashes.ts`);
  return known;
}

/** As V8 knows them: whoever rewrites stacks for people to read (jest does) is left out. */
function callers(): NodeJS.CallSite[] {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_error, sites) => sites;
  const sites = new Error().stack as unknown as NodeJS.CallSite[];
  Error.prepareStackTrace = prepareStackTrace;
  return sites;
}
