import { createAdminPlaces } from '../../src/bot/admin-places.ts';
import { createCardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import type { SideHealth } from '../../src/sync/ports/desk.ts';
import { FakeChatRecords } from '../support/fake-chat-records.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { FakeGateway } from '../support/fake-gateway.ts';

export const ADMINS = '19:admins@thread.tacv2';

/** The card keeper among fakes, running. `adminChannel`: null where there is none. */
export async function startNotices(adminChannel: string | null = ADMINS) {
  const clock = createFakeClock('2026-11-22T09:15:00.000Z');
  const desk = new FakeDesk();
  const chat = new FakeChatRecords((number) => desk.incidents.get(number)?.version ?? -1);
  const gateway = new FakeGateway(() => clock.now());
  const errors: string[] = [];
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: (_: object, text: string) => void errors.push(text) };
  const admins = createAdminPlaces({
    chat,
    adminChannel,
    adminIds: ['ana'],
    tenantId: 'tenant',
    defaultServiceUrl: null,
  });
  const cards = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };
  const create = () => createCardKeeper({ desk, chat, gateway, admins, cards, clock, logger });
  /** Moves time on in small steps and lets what became due come to rest each time. */
  const pass = async (milliseconds: number, step = 250) => {
    for (let moved = 0; moved < milliseconds; moved += step) {
      clock.advance(step);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const cycle = async () => {
    desk.cycled();
    await pass(5_000);
  };
  const world = {
    clock,
    desk,
    chat,
    gateway,
    errors,
    create,
    pass,
    cycle,
    keeper: create(),
    /** What is known of the first connection's sides, from here on. */
    failing(sides: Partial<SideHealth>[]): void {
      const { status } = desk;
      desk.status = async () => {
        const [one] = await status.call(desk);
        return [{ ...one!, sides: one!.sides.map((side, index) => ({ ...side, ...sides[index] })) }];
      };
    },
    /** Another process begins where this one ends. */
    async restart(): Promise<void> {
      await world.keeper.stop();
      world.keeper = create();
      world.keeper.start();
      await pass(2_000);
    },
    sentTo: (conversationId: string) =>
      gateway.sent
        .filter((one) => one.conversationId === conversationId)
        .map(({ kind, summary }) => `${kind} ${summary}`),
  };
  world.keeper.start();
  await pass(1_000);
  return world;
}

export type NoticeWorld = Awaited<ReturnType<typeof startNotices>>;
