import { openState } from '../../src/incident/state.ts';
import { openStore } from '../../src/store/open-store.ts';
import { NEVER_OUTDATED } from '../../src/sync/ports/chat-records.ts';
import type { ChatRecords, LiveCard } from '../../src/sync/ports/chat-records.ts';
import { FakeChatRecords } from '../support/fake-chat-records.ts';
import { aConversation, aNotice, aTrouble } from '../support/notices.ts';
import { ana as admin, createSyncWorld } from '../support/sync-world.ts';

function aCard(overrides: Partial<LiveCard> = {}): LiveCard {
  return {
    id: 'a card',
    incident: 1,
    conversationId: aConversation().id,
    kind: 'shown',
    threadId: 't',
    activityId: 'a',
    shownVersion: 1,
    shownHash: null,
    shownReadOnly: null,
    attempts: 0,
    notBefore: '2026',
    error: null,
    createdAt: '2026',
    ...overrides,
  };
}

/** What the keeper's tests rely on in memory, and what it has in production. */
describe.each<[string, () => Promise<{ chat: ChatRecords; close(): Promise<void> }>]>([
  [
    'the store',
    async () => {
      const store = await openStore('file::memory:');
      return { chat: store.chat, close: () => store.close() };
    },
  ],
  ['the fake', async () => ({ chat: new FakeChatRecords(() => 0), close: async () => undefined })],
])('the chat records of %s', (_name, open) => {
  let chat: ChatRecords;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ chat, close } = await open());
    await chat.saveConversation(aConversation());
    await chat.saveConversation(
      aConversation({ id: 'elsewhere', serviceUrl: 'https://smba.trafficmanager.net/amer/' }),
    );
  });
  afterEach(() => close());

  const outdated = async () => (await chat.outdatedNotices(10)).map(({ id }) => id);
  const posted = (id: string, shownVersion: number) =>
    chat.saveNoticeDelivery({
      id,
      threadId: 't',
      activityId: 'a',
      shownVersion,
      attempts: 0,
      notBefore: '2026',
      error: null,
    });

  it('remember which incidents a conversation is told of, and forget that when it is bound anew', async () => {
    const binding = { conversationId: 'elsewhere', boundBy: 'ana', boundAt: '2026-11-22T09:00:00Z' };
    const rule = { least: 'high', tag: 'vip' } as const;
    await chat.bind({ ...binding, rule });
    expect(await chat.bindings()).toEqual([{ ...binding, rule }]);
    await chat.bind(binding);
    expect(await chat.bindings()).toEqual([binding]);
  });

  it('keep one notice a key and conversation while it goes on, and another when it comes back', async () => {
    const first = aNotice();
    await chat.ensureNotice(first);
    await chat.ensureNotice(aNotice());
    await chat.ensureNotice(aNotice({ conversationId: 'elsewhere' }));
    expect((await chat.liveNotices()).map(({ conversationId }) => conversationId)).toEqual([
      first.conversationId,
      'elsewhere',
    ]);
    await chat.endNotices(first.key, '2026-11-22T10:00:00Z');
    expect(await chat.liveNotices()).toEqual([]);
    await chat.ensureNotice(aNotice());
    expect(await chat.liveNotices()).toHaveLength(1);
    expect(await chat.notice(first.id)).toEqual({ ...first, endedAt: '2026-11-22T10:00:00Z', version: 1 });
  });

  it('hold a thread back until its time, where it was asked for, and until it is let go', async () => {
    const snooze = { incident: 7, conversationId: aConversation().id, byName: 'Ana', byObjectId: 'a' };
    const until = (hour: number) => `2026-11-22T${hour}:00:00.000Z`;
    const of = (incident: number, conversationId: string, hour: number) =>
      chat.snoozeOf(incident, conversationId, until(hour));
    await chat.snooze({ ...snooze, until: until(10) });
    await chat.snooze({ ...snooze, until: until(12) });
    expect(await of(7, snooze.conversationId, 11)).toEqual({ ...snooze, until: until(12) });
    expect(await of(7, snooze.conversationId, 12)).toBeNull();
    expect(await of(8, snooze.conversationId, 11)).toBeNull();
    expect(await of(7, 'elsewhere', 11)).toBeNull();
    expect(await chat.endSnooze(7, snooze.conversationId)).toBe(true);
    expect(await chat.endSnooze(7, snooze.conversationId)).toBe(false);
    expect(await of(7, snooze.conversationId, 11)).toBeNull();
  });

  it('tell which notices do not show what they should, however the two are written', async () => {
    const notice = aNotice();
    await chat.ensureNotice(notice);
    expect(await outdated()).toEqual([notice.id]);
    await posted(notice.id, 0);
    expect(await outdated()).toEqual([]);
    const subject = { kind: 'trouble', trouble: aTrouble({ sentence: 'in 4 cycles' }) } as const;
    await chat.retellNotice(notice.id, subject);
    // Sent before that and saved after it.
    await posted(notice.id, 0);
    expect(await outdated()).toEqual([notice.id]);
    expect(await chat.notice(notice.id)).toMatchObject({ subject, version: 1, shownVersion: 0, activityId: 'a' });
    await posted(notice.id, NEVER_OUTDATED);
    await chat.endNotices(notice.key, '2026-11-22T10:00:00Z');
    expect(await outdated()).toEqual([]);
  });

  it('keep who ended something, also when it was found to be over before', async () => {
    const [one, other] = [aNotice(), aNotice({ conversationId: 'elsewhere' })];
    await chat.ensureNotice(one);
    await chat.endNotices(one.key, '2026-11-22T10:00:00Z');
    await chat.ensureNotice(other);
    await chat.concludeNotices(one.key, '2026-11-22T10:00:05Z', 'Ana said so.');
    await chat.concludeNotices(one.key, '2026-11-22T10:00:09Z', 'Raj said so.');
    await chat.endNotices(one.key, '2026-11-22T10:00:09Z');
    await chat.retellNotice(other.id, { kind: 'trouble', trouble: aTrouble({ sentence: 'later' }) });
    const ended = { outcome: 'Ana said so.', subject: one.subject };
    expect(await chat.notice(one.id)).toMatchObject({ ...ended, endedAt: '2026-11-22T10:00:00Z' });
    expect(await chat.notice(other.id)).toMatchObject({ ...ended, endedAt: '2026-11-22T10:00:05Z' });
  });

  it('find the one-to-one chats of people, and where their tenant is reached', async () => {
    const ana = aConversation({ id: 'a', kind: 'personal', personObjectId: 'ana', teamId: null });
    await chat.saveConversation(ana);
    await chat.saveConversation({ ...ana, id: 'b', personObjectId: 'raj' });
    await chat.saveConversation({ ...ana, id: 'c', personObjectId: 'jo', reachable: false });
    expect(await chat.personalChats(['ana', 'jo'])).toEqual([ana]);
    expect(await chat.personalChats([])).toEqual([]);
    expect(await chat.serviceUrlOf('tenant', 'x')).not.toBeNull();
    expect(await chat.serviceUrlOf('another', 'x')).toBeNull();
    await chat.saveConversation(aConversation({ id: 'only', tenantId: 'third' }));
    expect(await chat.serviceUrlOf('third', 'only')).toBeNull();
  });
});

test('cards are looked at again when that is asked for, but not those that are told of by another message', async () => {
  const world = await createSyncWorld();
  const { chat } = world.store;
  await world.linked('One');
  await world.linked('Two');
  await world.act(
    { kind: 'close', classification: 'undetermined', determination: null, reason: null, comment: null },
    { incident: 2 },
  );
  await chat.saveConversation(aConversation());
  const card = (id: string, incident: number, shownVersion: number) => aCard({ id, incident, shownVersion });
  const outdated = async () => (await chat.outdatedCards(10)).map(({ id }) => id);
  await chat.addCard(card('open', 1, 1000));
  await chat.addCard(card('closed', 2, 1000));
  await chat.addCard(card('in a storm', 1, NEVER_OUTDATED));
  expect(await outdated()).toEqual([]);
  await chat.expireCards('open');
  expect(await outdated()).toEqual(['open']);
  await chat.expireCards([2]);
  expect((await outdated()).toSorted()).toEqual(['closed', 'open']);
  await chat.expireCards([]);
  await chat.addCard({ ...card('news', 2, 1), createdAt: '2027' });
  expect(await outdated()).toEqual(['news', 'open', 'closed']);
  await world.close();
});

test('cards are looked at again that were drawn when something else could be written in their connection', async () => {
  const world = await createSyncWorld();
  const { chat } = world.store;
  await world.linked('One');
  await chat.saveConversation(aConversation());
  const drawn = async (readOnly: string | null) => {
    await chat.addCard(aCard({ id: String(readOnly), shownVersion: 1000, shownReadOnly: readOnly }));
  };
  await drawn(null);
  await drawn('Rehearsal.');
  const { connectionId } = world.context;
  const outdated = async () => (await chat.outdatedCards(10)).map(({ id }) => id);
  await chat.expireCardsDrawnOtherwise('another|/workspace', 'Rehearsal.');
  expect(await outdated()).toEqual([]);
  await chat.expireCardsDrawnOtherwise(connectionId, 'Rehearsal.');
  expect(await outdated()).toEqual(['null']);
  await chat.expireCardsDrawnOtherwise(connectionId, null);
  expect((await outdated()).toSorted()).toEqual(['Rehearsal.', 'null']);
  await world.close();
});

test('cards are looked at again whose closed incident waits for an admin, when that is asked for of open ones', async () => {
  const world = await createSyncWorld();
  const { chat } = world.store;
  const id = await world.linked('One');
  await world.desk.order('pause', admin);
  const closed = { ...openState('new'), status: 'closed' as const };
  world.sides.defenderSide.edit(id, { state: closed });
  await world.desk.syncNow();
  await chat.saveConversation(aConversation());
  await chat.addCard(aCard({ shownVersion: 1000 }));
  await chat.expireCards('open');
  expect(await chat.outdatedCards(10)).toHaveLength(1);
  await world.close();
});
