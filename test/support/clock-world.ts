import { createAdminPlaces } from '../../src/bot/admin-places.ts';
import { createCardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import { openState } from '../../src/incident/state.ts';
import type { IncidentEvent, RecordedEvent } from '../../src/sync/history/event.ts';
import type { History } from '../../src/sync/history/timeline.ts';
import { timelineOf } from '../../src/sync/history/timeline.ts';
import type { IncidentView } from '../../src/sync/incident-view.ts';
import type { HistoryRecords } from '../../src/sync/ports/history-records.ts';
import { createPageCounts } from '../../src/sync/ports/page-counts.ts';
import type { ReachPerson } from '../../src/sync/ports/oncall.ts';
import { FakeChatRecords } from './fake-chat-records.ts';
import { createFakeClock } from './fake-clock.ts';
import { FakeDesk } from './fake-desk.ts';
import { FakeGateway } from './fake-gateway.ts';
import { FakeStepRecords } from './fake-step-records.ts';
import { aConversation } from './notices.ts';
import { aView } from './views.ts';
import { anEvent } from './histories.ts';

export const SOC = '19:soc@thread.tacv2';
export const OTHER = '19:other@thread.tacv2';

/** Incidents with a history, the keeper that posts what is told of them, and a Teams that notes it; time is moved by hand. */
export async function createClockWorld(start = '2026-11-02T08:00:00.000Z') {
  const clock = createFakeClock(start);
  const desk = new FakeDesk();
  const chat = new FakeChatRecords((number) => desk.incidents.get(number)?.version ?? -1);
  const gateway = new FakeGateway(() => clock.now());
  const steps = new FakeStepRecords(chat);
  const errors: object[] = [];
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: (fields: object) => void errors.push(fields) };
  const stories = new Map<number, History>();
  const histories: HistoryRecords = {
    history: async (incident) => stories.get(incident) ?? null,
    timelines: async (incidents) =>
      incidents.flatMap((incident) => [stories.get(incident)].filter((one) => one !== undefined)).map(timelineOf),
    stirringSince: async () => [...stories.keys()],
    openIncidents: async () => [...stories.keys()],
  };
  const cards = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };
  const admins = createAdminPlaces({
    chat,
    adminChannel: null,
    adminIds: [],
    tenantId: 'tenant',
    defaultServiceUrl: null,
  });
  const pages = createPageCounts();
  const createKeeper = () => createCardKeeper({ desk, chat, gateway, admins, cards, clock, logger, pages });
  let keeper = createKeeper();
  keeper.start();
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  /** Lets what became due come to rest. */
  const settle = async (milliseconds = 2_000) => {
    for (let moved = 0; moved < milliseconds; moved += 250) {
      clock.advance(250);
      await rest();
    }
  };
  /** People have a chat with the bot or cannot be given one. */
  const reach: ReachPerson = async ({ objectId }) => {
    const [conversation] = await chat.personalChats([objectId]);
    return conversation === undefined
      ? { outcome: 'closed', reason: 'the app is not installed for them' }
      : { outcome: 'open', conversation };
  };
  for (const id of [SOC, OTHER]) await chat.saveConversation(aConversation({ id }));
  await chat.bind({ conversationId: SOC, boundBy: 'ana', boundAt: start });

  return {
    clock,
    desk,
    chat,
    gateway,
    steps,
    histories,
    stories,
    reach,
    logger,
    errors,
    pages,
    settle,
    onTold: () => keeper.noticesChanged(),
    /** The keeper is thrown away and another one starts on the same records, unless it is not to yet. */
    async restartKeeper(starts = true) {
      await keeper.stop();
      keeper = createKeeper();
      if (starts) keeper.start();
      await settle();
    },
    /** A new incident, seen now, with its card posted. */
    async raise(number: number, view: Partial<IncidentView> = {}): Promise<void> {
      const createdAt = clock.now().toISOString();
      desk.add(aView({ number, createdAt, latestComment: null, ...view }));
      const { severity, owner } = desk.incidents.get(number)!;
      stories.set(number, { incident: number, severity, owner, events: [] });
      this.happen(number, { kind: 'opened', origin: 'defender', now: openState('new') });
      await settle();
    },
    /** Something happens to it now, and is known at once unless `isKnown` says otherwise. */
    happen(number: number, event: Partial<IncidentEvent>, isKnown = true): void {
      const before = stories.get(number)!;
      const told: RecordedEvent = {
        ...anEvent,
        id: before.events.length + 1,
        incident: number,
        at: clock.now().toISOString(),
        ...event,
      };
      stories.set(number, { ...before, events: [...before.events, told] });
      if (isKnown) desk.change(number, {});
    },
    /** What was said in a conversation, besides incident cards: kind and summary. */
    told: (conversationId: string) =>
      gateway.sent
        .filter((one) => one.conversationId === conversationId && !/^[A-Z]+ · #/.test(one.summary))
        .map(({ kind, summary }) => `${kind} ${summary}`),
    stop: () => keeper.stop(),
  };
}

export type ClockWorld = Awaited<ReturnType<typeof createClockWorld>>;
