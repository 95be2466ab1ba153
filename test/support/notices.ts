import { randomUUID } from 'node:crypto';
import type { Trouble } from '../../src/sync/ports/desk.ts';
import type { Conversation } from '../../src/sync/ports/chat-records.ts';
import type { Notice } from '../../src/sync/ports/notice-records.ts';

/** Sentinel cannot be read. */
export function aTrouble(overrides: Partial<Trouble> = {}): Trouble {
  return {
    key: 'tenant|workspace/side/sentinel',
    connectionId: 'tenant|workspace',
    cause: { kind: 'side', side: 'sentinel' },
    connection: 'workspace',
    sentence: 'Sentinel could not be read in 3 cycles in a row: 503',
    advice: 'What is to be written there waits and is not lost.',
    since: '2026-11-22T09:00:00Z',
    ...overrides,
  };
}

/** Not posted yet. */
export function aNotice(overrides: Partial<Notice> = {}): Notice {
  return {
    id: randomUUID(),
    key: 'tenant|workspace/side/sentinel',
    conversationId: '19:admins@thread.tacv2',
    subject: { kind: 'trouble', trouble: aTrouble() },
    version: 0,
    endedAt: null,
    outcome: null,
    threadId: null,
    activityId: null,
    shownVersion: -1,
    attempts: 0,
    notBefore: '2026-11-22T09:15:00Z',
    error: null,
    createdAt: '2026-11-22T09:15:00Z',
    ...overrides,
  };
}

/** A channel, reachable. */
export function aConversation(overrides: Partial<Conversation> = {}): Conversation {
  return {
    id: '19:admins@thread.tacv2',
    kind: 'channel',
    tenantId: 'tenant',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    teamId: '19:team@thread.tacv2',
    name: null,
    personObjectId: null,
    reachable: true,
    ...overrides,
  };
}
