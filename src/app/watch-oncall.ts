import type { PersonalChats } from '../bot/personal-chats.ts';
import type { PresentRota } from '../oncall/create-oncall-desk.ts';
import type { PagingSender } from '../oncall/paging/send-pages.ts';
import type { OncallPolicy } from '../oncall/policy.ts';
import { createHandoverTeller } from '../oncall/tell-handovers.ts';
import type { HandoverOptions } from '../oncall/tell-handovers.ts';
import { createEscalationWatch } from '../oncall/watch-escalations.ts';
import type { EscalationWatchOptions } from '../oncall/watch-escalations.ts';
import { startPoll } from '../schedule/poll.ts';
import type { Poll } from '../schedule/poll.ts';
import type { Conversation } from '../sync/ports/chat-records.ts';
import type { OncallPerson } from '../sync/ports/oncall.ts';

export interface OncallWatchParts extends Omit<
  EscalationWatchOptions,
  'policy' | 'oncall' | 'reach' | 'desk' | 'chat'
> {
  policy: OncallPolicy;
  oncall: PresentRota;
  desk: EscalationWatchOptions['desk'] & HandoverOptions['desk'];
  chat: EscalationWatchOptions['chat'] & HandoverOptions['chat'];
  personalChats: PersonalChats;
  /** Null where there is no paging system. */
  pager: PagingSender | null;
  /** The channel that is told of handovers; null where there is none. */
  handoverChannel(): Promise<Conversation | null>;
  /** It may have changed who cannot be written to. */
  onLookedForPeople(): void;
}

/** How often the clocks of incidents are looked at, and the turns. What is due is told within this time. */
const LOOK_SECONDS = 5;
/** How often those of the rota who have no chat with the bot are looked for, so that one is open before it is needed. */
const REACH_SECONDS = 600;

/** Begins to watch what nobody acknowledges, and the turns of the rota, and to tell the paging system. */
export function watchOncall(parts: OncallWatchParts): Poll {
  const { policy, oncall, clock, pager, personalChats, handoverChannel, onLookedForPeople } = parts;
  const { reach } = personalChats;
  const watch = createEscalationWatch({ ...parts, reach });
  let hasLooked = false;

  async function look(): Promise<void> {
    await watch.look();
    hasLooked = true;
  }

  /** What another process left is not sent before it was looked at whether it still holds. A slow one holds nobody up. */
  async function send(): Promise<void> {
    if (hasLooked) await pager?.send();
  }

  /** A handover is told in the channel for it; without one, to whoever takes over. */
  async function placeFor(person: OncallPerson): Promise<Conversation | null> {
    const channel = await handoverChannel();
    if (channel?.reachable === true) return channel;
    const reached = await reach(person);
    return reached.outcome === 'open' ? reached.conversation : null;
  }

  async function lookForPeople(): Promise<void> {
    const { turn, next } = await oncall.now();
    const people = [...policy.people, policy.lead, ...[turn, next].flatMap((one) => one?.person ?? [])];
    for (const person of people) await reach(person);
    onLookedForPeople();
  }

  const polls = [
    startPoll(clock, LOOK_SECONDS, look),
    startPoll(clock, LOOK_SECONDS, send),
    startPoll(clock, LOOK_SECONDS, createHandoverTeller({ ...parts, placeFor })),
    startPoll(clock, REACH_SECONDS, lookForPeople),
  ];
  return {
    async stop() {
      watch.stop();
      await Promise.all(polls.map((poll) => poll.stop()));
    },
  };
}
