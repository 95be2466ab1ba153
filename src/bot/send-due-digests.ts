import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { DigestKind, Digests } from '../sync/ports/digest.ts';
import { findChannel } from './find-channel.ts';
import type { FindChannelOptions } from './find-channel.ts';
import type { CardKeeping } from './keeper/card-keeping.ts';
import { newNotice } from '../sync/ports/new-notice.ts';
import type { Logger } from './logger.ts';

/** `DIGEST_TO`. */
export interface DigestTargets {
  /** Conversation ids, without `;messageid=`. */
  channels: readonly string[];
  /** Entra object ids, lower case. */
  people: readonly string[];
}

export interface SendDigestsOptions {
  digests: Digests;
  targets: DigestTargets;
  desk: Pick<Desk, 'syncNow'>;
  chat: FindChannelOptions['chat'] &
    Pick<ChatRecords, 'personalChats' | 'ensureNotice' | 'retireNotices' | 'liveNotices'>;
  places: Omit<FindChannelOptions, 'chat'>;
  keeper: Pick<CardKeeping, 'lookAgain'>;
  clock: Clock;
  logger: Logger;
}

const KINDS: readonly DigestKind[] = ['daily', 'weekly'];

/**
 * The work that sends every digest that is due and was not sent: call it at the start and every now and then. A row
 * per period and place is what makes it once, so it does not matter whether the process was up when the time came, or
 * how often it was restarted since. Of several periods that went by meanwhile only the last one is sent, and none that
 * ended before one that was sent, whatever became of the schedule or the clock between.
 */
export function createDigestSender(options: SendDigestsOptions): () => Promise<void> {
  /** What went wrong, by the digest it was about; logged once each. */
  const logged = new Set<string>();
  const logOnce = (key: string, fields: object, text: string) => {
    if (logged.has(key)) return;
    logged.add(key);
    options.logger.error({ digest: key, ...fields }, text);
  };
  return async () => {
    for (const kind of KINDS)
      await sendDue(options, kind, logOnce).catch((error: unknown) =>
        logOnce(`${kind}/${options.digests.due(kind)?.period.until}`, { err: error }, 'a digest could not be made'),
      );
  };
}

async function sendDue(
  options: SendDigestsOptions,
  kind: DigestKind,
  logOnce: (key: string, fields: object, text: string) => void,
): Promise<void> {
  const { digests, desk, chat, keeper, clock } = options;
  const due = digests.due(kind);
  if (due === null) return;
  const { until } = due.period;
  const { reached, unreached } = await placesFor(options);
  if (unreached.length > 0)
    logOnce(`${kind}/${until}/unreached`, { unreached }, 'DIGEST_TO names whom nothing can be sent yet');
  const told = (await chat.liveNotices()).flatMap(({ id, conversationId, subject }) =>
    subject.kind === 'digest' && subject.digest.kind === kind
      ? [{ id, conversationId, until: subject.digest.period.until }]
      : [],
  );
  const missing = reached.filter(({ id }) => !told.some((one) => one.conversationId === id && one.until >= until));
  if (missing.length === 0) return;
  // What happened just before the period ended may not have been read yet.
  const { faults } = await desk.syncNow();
  const digest = await digests.latest(kind, faults);
  // The next period may have begun while the two systems were read; it has its own turn.
  if (digest === null || digest.period.until !== until) return;
  for (const { id } of missing)
    await chat.ensureNotice(newNotice(`digest/${kind}/${until}`, id, { kind: 'digest', digest }, isoNow(clock)));
  const replaced = told.filter((one) => missing.some(({ id }) => id === one.conversationId));
  await chat.retireNotices(
    replaced.map(({ id }) => id),
    isoNow(clock),
  );
  keeper.lookAgain();
}

/** Where the digests are sent, and whom of `DIGEST_TO` nothing can be sent. */
async function placesFor({
  chat,
  places,
  targets,
}: SendDigestsOptions): Promise<{ reached: Conversation[]; unreached: string[] }> {
  const found = [
    ...(await Promise.all(targets.channels.map((id) => findChannel({ chat, ...places }, id)))),
    ...(targets.people.length === 0 ? [] : await chat.personalChats(targets.people)),
  ];
  const reached = found.filter((one) => one !== null).filter(({ reachable }) => reachable);
  const known = new Set(reached.flatMap(({ id, personObjectId }) => [id, personObjectId]));
  return { reached, unreached: [...targets.channels, ...targets.people].filter((id) => !known.has(id)) };
}
