import { bannerSummary } from '../cards/banner.ts';
import type { Banner } from '../cards/banner.ts';
import type { OrderData } from '../cards/card-data.ts';
import { markdownText } from '../cards/escape.ts';
import { fingerprintOf } from '../cards/order-button.ts';
import type { Notice, NoticeSubject } from '../sync/ports/notice-records.ts';
import { audit, auditedAs } from './audit.ts';
import type { Caller } from './authorise.ts';
import { concludeGo, orderedAbout } from './conclude-notices.ts';
import type { ButtonPress } from './button-press.ts';
import { REFUSAL_TEXTS, refusal } from './refusal-codes.ts';
import type { Refusal, RefusalCode } from './refusal-codes.ts';
import { renderNotice } from './render-notice.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';
import { roleRequired } from './role-required.ts';
import { hasRole } from './roles.ts';
import type { Services } from './services.ts';

type Incoming = ButtonPress & { caller: Caller; data: OrderData };
type OrderSubject = Extract<NoticeSubject, { kind: 'trouble' | 'rehearsal' }>;
type OrderNotice = Notice & { subject: OrderSubject };

/** `syncGo` on the card about a rehearsal or a stop: ours, by an admin, and about what it showed? Then it is ordered. */
export async function pressOrderButton(services: Services, incoming: Incoming): Promise<Reply> {
  const { caller, data, turn, via } = incoming;
  const place = { card: data.card, conversationId: turn.conversation.id };
  const verdict = services.cards.signer.verify({ ...place, fingerprint: data.fingerprint }, data);
  const notice = await orderNotice(services, place);
  if (verdict === 'forged' || notice === null) return deny(services, incoming, 'forged');
  if (!hasRole(caller.roles, 'admin'))
    return deny(services, incoming, 'role_required', roleRequired(caller, ROLE_TEXT).text);
  if (!caller.isVerified) return deny(services, incoming, 'identity_unverified');
  // A second tap, or somebody was faster: how it ended is the answer.
  if (notice.endedAt !== null) return showEnd(services, notice, via);
  const present = await presentSubject(services, notice);
  if (present === null) return deny(services, incoming, 'nothing_to_do');
  const isSeen = verdict === 'valid' && fingerprintOf(present) === data.fingerprint;
  if (!isSeen) {
    const code = verdict === 'valid' ? 'stale' : 'unknown_key';
    const denied = await deny(services, incoming, code);
    if (via !== 'execute') return denied;
    const banner = { tone: 'warning', text: verdict === 'valid' ? STALE_TEXT : REFUSAL_TEXTS.unknown_key } as const;
    return show(services, { ...notice, subject: present }, { banner, code });
  }
  // It showed one stop; another that stands beside it has a card, and a button, of its own.
  const about = orderedAbout(present);
  const results = await services.desk.order('go', caller.person, about?.connectionId ?? undefined, about?.hold);
  await concludeGo(services, caller, results);
  services.keeper.lookAgain();
  const [result] = results;
  const text = markdownText(result?.sentence ?? REFUSAL_TEXTS.nothing_to_do, 300);
  if (via !== 'execute') return { kind: 'done', text };
  const banner = { tone: result?.changed === true ? 'good' : 'warning', text } as const;
  return show(services, (await services.chat.notice(notice.id)) ?? notice, { banner });
}

const ROLE_TEXT = 'Letting the sync go needs the role admin.';
const STALE_TEXT =
  'What would be written changed since this was shown. Look at it again, then press again to go ahead.';

async function orderNotice(
  { chat }: Services,
  { card, conversationId }: { card: string; conversationId: string },
): Promise<OrderNotice | null> {
  const notice = await chat.notice(card);
  if (notice === null || notice.conversationId !== conversationId) return null;
  const { subject } = notice;
  return subject.kind === 'trouble' || subject.kind === 'rehearsal' ? { ...notice, subject } : null;
}

/** What the order would be about now; null when that is over. */
async function presentSubject({ desk }: Services, { key, subject }: OrderNotice): Promise<OrderSubject | null> {
  if (subject.kind === 'trouble') {
    const trouble = (await desk.troubles()).find((one) => one.key === key && one.cause.kind === 'hold');
    return trouble === undefined ? null : { kind: 'trouble', trouble };
  }
  const reports = await desk.rehearsals();
  const report = reports.find(({ connectionId }) => connectionId === subject.report.connectionId);
  return report === undefined ? null : { kind: 'rehearsal', report };
}

async function show(
  services: Services,
  notice: Notice,
  options: { banner: Banner; code?: RefusalCode },
): Promise<Reply> {
  const message = await renderNotice(notice, services, options);
  if (message === null) return refused(refusal('nothing_to_do'));
  const code = options.code === undefined ? {} : { code: options.code };
  return { kind: 'card', card: message.card, summary: bannerSummary(options.banner) ?? message.summary, ...code };
}

async function showEnd(services: Services, notice: Notice, via: Incoming['via']): Promise<Reply> {
  const message = via === 'execute' ? await renderNotice(notice, services) : null;
  if (message === null) return refused(refusal('nothing_to_do'));
  return { kind: 'card', ...message };
}

async function deny(services: Services, { caller, data }: Incoming, code: RefusalCode, text?: string): Promise<Reply> {
  const because: Refusal = refusal(code, text);
  const row = { who: caller.person, action: auditedAs(data.verb), incident: null };
  await audit(services, { ...row, outcome: `refused:${because.code}` });
  return refused(because);
}
