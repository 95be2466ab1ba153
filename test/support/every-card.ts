import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { renderAssignForm } from '../../src/cards/assign-form.ts';
import { renderBriefCard, renderLinkCard } from '../../src/cards/brief-card.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import { renderCloseForm, renderDeterminationForm } from '../../src/cards/close-form.ts';
import { renderCommentForm } from '../../src/cards/comment-form.ts';
import { renderConflictCard } from '../../src/cards/conflict-card.ts';
import { renderDigestCard } from '../../src/cards/digest-card.ts';
import { DRIFT_PAGE_SIZE, renderDriftCard } from '../../src/cards/drift-card.ts';
import { markdownText, plainText } from '../../src/cards/escape.ts';
import { renderFigureListCard } from '../../src/cards/figure-list-card.ts';
import { renderHandoffForm } from '../../src/cards/handoff-form.ts';
import { renderHandoverCard } from '../../src/cards/handover-card.ts';
import { renderPageCard } from '../../src/cards/page-card.ts';
import { renderPagesCard } from '../../src/cards/pages-card.ts';
import { renderFirstSyncCard } from '../../src/cards/first-sync-card.ts';
import { renderHealthCard } from '../../src/cards/health-card.ts';
import { renderHelpCard } from '../../src/cards/help-card.ts';
import { huntSummary, renderHuntCard } from '../../src/cards/hunt-card.ts';
import type { Hunted } from '../../src/cards/hunt-card.ts';
import { renderIncidentCard } from '../../src/cards/incident-card.ts';
import { renderChoiceCard, renderIncidentListCard } from '../../src/cards/incident-list-card.ts';
import { incidentPreview } from '../../src/cards/incident-preview.ts';
import { renderMessageForm } from '../../src/cards/message-form.ts';
import { renderNewsCard } from '../../src/cards/news-card.ts';
import { renderNoticeCard } from '../../src/cards/notice-card.ts';
import { renderNudgeCard } from '../../src/cards/nudge-card.ts';
import { renderReopenForm } from '../../src/cards/reopen-form.ts';
import { renderSeverityForm } from '../../src/cards/severity-form.ts';
import { renderStormCard, stormSummary } from '../../src/cards/storm-card.ts';
import { renderSyncStatusCard } from '../../src/cards/sync-status-card.ts';
import { renderTagForm } from '../../src/cards/tag-form.ts';
import { summaryOf } from '../../src/cards/words.ts';
import type { ConnectionStatus, Trouble } from '../../src/sync/ports/desk.ts';
import type { HandoverSubject, NewsSubject, NudgeSubject, PageSubject } from '../../src/sync/ports/notice-records.ts';
import type { IncidentView } from '../../src/sync/incident-view.ts';
import { COMMANDS } from '../../src/bot/commands.ts';
import { aDigest, aQuietDigest } from './digests.ts';
import { aClosedView } from './views.ts';

/** What is shown of an incident beside cards: in a list of results, in a push message. */
export function everyPreview(text: string): string[] {
  const view = wordedBy(text, 1);
  return [
    ...Object.values(incidentPreview(view)),
    summaryOf(view),
    stormSummary([view, view]),
    huntSummary(huntedOf(view, text, 1)),
  ];
}

/** The templates there are, by name. */
export const TEMPLATES = readdirSync(join(__dirname, '../../adaptive-cards'))
  .filter((file) => !file.endsWith('.sample.json'))
  .map((file) => file.replace('.json', ''));

const place = { card: '6f1c2a34-0b5d-4c7e-9a10-2b3c4d5e6f70', conversationId: '19:soc@thread.tacv2' };
const context = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };

/**
 * Every card and form, with `text` wherever somebody else's words can stand. `many` is how many of them there are
 * where there can be several: tags, people, incidents of a list.
 */
export function everyCard(text: string, many = 100): { template: string; card: AdaptiveCard }[] {
  const open = wordedBy(text, many);
  const closed = { ...open, state: { ...aClosedView().state, note: text } };
  const incidents = Array.from({ length: many }, (_, index) => ({ ...open, number: 1_000_000 + index }));
  const banner = { tone: 'warning', text: markdownText(text, 500) } as const;
  const person = { objectId: '11111111-2222-4333-8444-555555555555', name: text };
  const people: [typeof person, ...(typeof person)[]] = [person, ...incidents.map(() => person)];
  const list = { verb: 'list', severity: 'informational', tag: text.slice(0, 256), offset: 10 } as const;
  const period = { from: '2026-11-21T08:00:00.000Z', until: '2026-11-22T08:00:00.000Z' };
  const figure = { verb: 'figure', figure: 'product', of: text.slice(0, 200), ...period, offset: 10 } as const;
  const sides = open.sides.map(({ side }) => ({
    side,
    lastSuccessAt: '2026-11-22T09:00:00Z',
    fault: text,
    failures: 3,
    failingSince: '2026-11-22T08:00:00Z',
    cursor: '2026-11-22T07:55:00Z',
    held: 3,
    heldSince: '2026-11-22T08:00:00Z',
  }));
  const connection: ConnectionStatus = {
    name: text,
    modeReason: text,
    holds: [{ kind: 'paused', since: '2026-11-22T09:00:00Z', by: text }],
    heldBack: text,
    readOnly: null,
    proposals: 99_999,
    disagreeing: 99_999,
    refused: [text],
    limits: [text],
    neighbours: [text],
    duplicates: incidents.map(() => ({
      connectionId: text,
      defenderId: text,
      sentinelName: text,
      since: text,
    })),
    keptApart: incidents.map(({ number }) => ({ incident: number, from: number + 1 })),
    nativeLag: [{ what: 'state', samples: 9, p50: 60, p95: 600 }],
    quotas: [{ name: text, left: 1, capacity: 2 }],
    alertReads: 3,
    pauses: [{ what: 'alerts', why: 'refused', reason: text, since: '2026-03-01T08:00:00.000Z' }],
    connectionId: `tenant|/subscriptions/x/workspaces/${text.replaceAll('/', ':')}`,
    mode: 'bridge',
    lastCycleAt: '2026-11-22T09:00:00Z',
    sides,
    openIntents: 99_999,
    deadIntents: 99_999,
    quarantined: 99_999,
    unreadable: Array.from({ length: 20 }, (_, n) => ({
      side: 'defender' as const,
      id: text,
      reason: text,
      since: '2026-11-22T09:00:00Z',
      nextInCycles: n % 2 === 0 ? 1 : null,
      nextAt: n % 2 === 0 ? null : '2026-11-22T10:00:00Z',
    })),
  };
  const cycle = { reads: 1, writes: 2, waiting: 3, faults: incidents.map(() => text) };
  const trouble: Trouble = {
    connectionId: text,
    cause: { kind: 'hold', hold: 'massChange' },
    key: text,
    connection: text,
    sentence: text,
    advice: text,
    since: text,
  };
  const live = { endedAt: null, outcome: null };
  const over = { endedAt: '2026-11-22T10:00:00Z', outcome: text };
  const [question] = open.questions;
  const conflict = {
    kind: 'conflict',
    incident: 1,
    title: text,
    question: question!,
    reconfirmVersion: 1,
    readOnly: false,
  } as const;
  const writes = { defender: 99_999, sentinel: 99_999 };
  const counts = { linked: 99_999, twins: 99_999, writes, comments: 99_999, questions: 99_999 };
  const report = { connectionId: text, name: text, ...counts, examples: open.drift };
  const rehearsal = { kind: 'rehearsal', report } as const;
  const standing = {
    connections: [connection, connection],
    drift: 99_999,
    troubles: incidents.map(() => trouble),
    notices: [markdownText(text, 200)],
  };
  const page = { lines: open.drift.slice(0, DRIFT_PAGE_SIZE), total: 99_999, offset: 10 };
  // Each line of another incident: that is where most buttons stand.
  const lines = page.lines.map((line, index) => ({ ...line, incident: index }));
  const views = new Map(lines.map(({ incident }) => [incident, { ...open, number: incident }]));
  const drift = { ...page, lines, incidents: views, now: '2026-11-22T12:00:00Z' };
  const card = (template: string, rendered: AdaptiveCard) => ({ template, card: rendered });
  return [
    card(
      'incident',
      renderIncidentCard(open, place, context, {
        banner,
        code: 'stale',
        undoable: true,
        snoozed: markdownText(text, 80),
      }),
    ),
    card('incident', renderIncidentCard({ ...closed, readOnly: text }, place, context)),
    card('incident', renderIncidentCard({ ...open, standing: 'gone' }, place, context, { readOnly: true })),
    card('incident-brief', renderBriefCard(open, { ...place, readOnly: true }, context)),
    card('incident-link', renderLinkCard(open)),
    card('incident-merged', renderIncidentCard({ ...open, standing: 'merged', mergedInto: 7 }, place, context)),
    card('incident-list', renderIncidentListCard({ incidents: incidents.slice(0, 10), total: 25, list }, 'UTC')),
    card(
      'incident-list',
      renderFigureListCard({ incidents: incidents.slice(0, 10), total: 99_999, data: figure }, 'UTC'),
    ),
    card('incident-list', renderChoiceCard(incidents, 'ambiguous_incident')),
    card('drift', renderDriftCard(drift, place, context, { banner, code: 'stale' })),
    card(
      'conflict',
      renderConflictCard(open, { ...live, subject: conflict }, place, context, { banner, code: 'stale' }),
    ),
    card('conflict', renderConflictCard({ ...open, readOnly: text }, { ...over, subject: conflict }, place, context)),
    card('health', renderHealthCard({ ...live, subject: { kind: 'trouble', trouble } }, place, context, { banner })),
    card('health', renderHealthCard({ ...over, subject: { kind: 'trouble', trouble } }, place, context)),
    card('first-sync', renderFirstSyncCard({ ...live, subject: rehearsal }, place, context, { banner })),
    card('first-sync', renderFirstSyncCard({ ...over, subject: rehearsal }, place, context)),
    card('digest-daily', renderDigestCard(aDigest(text, many), 'UTC')),
    card('digest-daily', renderDigestCard(aQuietDigest({ faults: [text] }), 'UTC')),
    card('digest-weekly', renderDigestCard({ ...aDigest(text, many), kind: 'weekly' }, 'UTC')),
    card('hunt-results', renderHuntCard(huntedOf(open, text, many), 'UTC')),
    card('storm', renderStormCard(incidents)),
    card('oncall-page', renderPageCard(open, { ...live, subject: pageOf(text) }, place, context)),
    card('oncall-page', renderPageCard(open, { ...over, subject: pageOf(text) }, place, context)),
    card('notice', renderPagesCard(pagesOf(text, many), 'UTC')),
    card(
      'notice',
      renderPagesCard(
        pagesOf(text, many).map((one) => ({ ...one, ...over })),
        'UTC',
      ),
    ),
    card('notice', renderHandoverCard(handover(text, many), '2026-11-22T09:00:00Z', 'UTC')),
    card('notice', renderNewsCard(news(text), 'UTC')),
    card('notice', renderNudgeCard({ ...live, subject: nudge(text) }, 'UTC')),
    card('notice', renderNudgeCard({ ...over, subject: nudge(text) }, 'UTC')),
    card('help', renderHelpCard(COMMANDS, 'Your role: admin.')),
    card('notice', renderNoticeCard({ ...notice(text), lines: people.slice(0, 61).map(() => markdownText(text, 80)) })),
    card('notice', renderNoticeCard(bulkAnswer(text))),
    card('sync-status', renderSyncStatusCard(standing, 'UTC', cycle)),
    card('sync-status', renderSyncStatusCard({ ...standing, connections: incidents.map(() => connection) }, 'UTC')),
    card('assign-form', renderAssignForm(open, people, place, context, { banner })),
    card('handoff-form', renderHandoffForm(open, people, place, context, { banner, note: text })),
    card('close-form', renderCloseForm(open, place, context, { banner, comment: text })),
    card(
      'close-form-determination',
      renderDeterminationForm(open, 'truePositive', place, context, { banner, comment: text }),
    ),
    card('comment-form', renderCommentForm(open, place, context, { banner, comment: text })),
    card('message-form', renderMessageForm({ ...message(text), incidents: incidents.slice(0, 15), banner })),
    card('reopen-form', renderReopenForm(closed, place, context, { banner })),
    card('severity-form', renderSeverityForm(open, place, context, { banner })),
    card('tag-form', renderTagForm({ ...open, tags: open.tags.slice(0, 100) }, place, context, { banner })),
    card('tag-form', renderTagForm(open, place, context, { tags: text })),
  ];
}

const message = (text: string) => ({ message: text.slice(0, 200), incident: '1', reference: text, comment: text });
const nudge = (title: string): NudgeSubject => {
  const dueAt = '2026-11-22T10:00:00Z';
  return { kind: 'nudge', incident: 1, title, nudge: { step: 'missed', what: 'close', dueAt, severity: 'high' } };
};
const pageOf = (title: string): PageSubject => ({
  kind: 'page',
  incident: 1,
  title,
  severity: 'high',
  step: 'direct',
  inThread: false,
  person: { name: title, objectId: '11111111-2222-4333-8444-555555555555' },
  openedAt: '2026-11-22T09:00:00Z',
  unread: ['defender', 'sentinel'],
  unreached: { name: title, reason: title },
});
const pagesOf = (text: string, count: number) =>
  Array.from({ length: Math.max(2, count) }, () => ({
    endedAt: null,
    outcome: null,
    subject: pageOf(text),
  }));
const handover = (text: string, total: number): HandoverSubject => {
  const one = { title: text, severity: 'high' as const, owner: text, acknowledged: false };
  const open = Array.from({ length: Math.min(total, 10) }, (_, index) => ({ ...one, incident: index }));
  return { kind: 'handover', person: text, until: '2026-11-22T09:00:00Z', open, total };
};
const news = (title: string): NewsSubject => {
  const what = { kind: 'assigned', to: { name: title, upn: null, objectId: null } } as const;
  return {
    kind: 'news',
    incident: 1,
    title,
    news: { what, at: '2026-11-22T10:00:00Z', origin: 'sentinel', by: title },
  };
};
/** The longest answer to a bulk command. */
const bulkAnswer = (text: string) => ({
  tone: 'good' as const,
  heading: '25 of 25 done',
  lines: Array.from({ length: 25 }, (_, index) => `#${index} ${markdownText(text, 80)}: Closed as true positive.`),
  data: { results: Array.from({ length: 25 }, () => ({ reference: plainText(text, 80), outcome: 'done' })) },
});
const notice = (text: string) => ({ tone: 'warning' as const, heading: 'Not done', code: text.slice(0, 30) });

/** What every ready-made query found, and one that could not be asked. */
function huntedOf(view: IncidentView, text: string, many: number): Hunted {
  const rows = Array.from({ length: Math.min(many, 10) }, () => ({ what: [text, text], times: 99_999, lastAt: text }));
  const finding = { question: 'Which devices spoke to these IP addresses', subjects: [text, text], rows, fault: null };
  const findings = [finding, finding, finding, finding, { ...finding, rows: [], fault: text }];
  return { outcome: 'found', view, findings, days: 7 };
}

/** An incident in which everything that can be is worded so. */
function wordedBy(text: string, many: number): IncidentView {
  const [defender, sentinel] = aClosedView().sides;
  const texts = Array.from({ length: many }, (_, index) => `${index} ${text}`);
  return aClosedView({
    title: text,
    description: text,
    apart: text,
    state: { status: 'new', classification: 'undetermined', determination: null, reason: null, note: '' },
    owner: { upn: text, objectId: null, name: text },
    tags: texts.map((tag) => tag.slice(0, 256)),
    products: texts,
    entities: texts.slice(0, 9).map((name) => ({ kind: 'hash', name, isMain: true })),
    latestComment: { author: text, text, at: text },
    overruled: texts,
    questions: texts.map((sentence) => ({
      field: 'severity',
      defender: text,
      sentinel: text,
      sentence,
      since: '2026-11-22T09:00:00Z',
    })),
    readOnly: null,
    drift: texts.map((why) => ({
      incident: 12,
      title: text,
      what: 'tags',
      defender: text,
      sentinel: text,
      since: '2026-11-22T09:00:00Z',
      why,
      repair: 'sentinel',
    })),
    sides: [
      { ...defender, standing: 'failed', reason: text, url: text },
      { ...sentinel, standing: 'waiting', reason: text },
    ],
  });
}
