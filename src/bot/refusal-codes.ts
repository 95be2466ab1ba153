import type { ActionRefusal, HuntRefusal } from '../sync/ports/desk.ts';

/** Why the chat side itself refuses; the desk's own reasons come on top. Documented in docs/contracts/refusals.md. */
const CHAT_REFUSALS = {
  tenant_not_allowed: 'Dragoman does not serve this organisation.',
  bot_sender: 'Dragoman does not take orders from other bots.',
  no_identity: 'Teams did not say who you are. Sign in with your work account and try again.',
  guest: 'Guests cannot use Dragoman.',
  other_tenant: 'People of other organisations cannot use Dragoman.',
  identity_unverified: 'Teams could not confirm who you are just now. Nothing was changed; try again in a moment.',
  role_required: 'You do not have the role this needs.',
  unbound_conversation: 'This conversation is not bound, so incidents are not told here. An admin can say "bind".',
  malformed: 'That button or form sent something Dragoman cannot read. Open the card again.',
  forged: 'This card does not belong here, or was altered. Nothing was changed; say "show #N" for a good one.',
  unknown_key: 'This card is from before a key change. Here is a fresh one; please press again.',
  stale: 'The incident changed since this was shown. Look at it again, then press again to go ahead.',
  ambiguous_incident: 'Several incidents fit.',
  unknown_command: 'I do not know that command.',
  invalid_usage: 'That command is not complete.',
  invalid_severity: 'Choose one of high, medium, low, informational.',
  invalid_assignee: 'It can only be assigned to a member of this organisation.',
  invalid_grantee: 'Roles can only be granted to members of this organisation.',
  internal_error: 'Something went wrong on our side.',
} as const;

const DESK_REFUSALS: Record<ActionRefusal | HuntRefusal, string> = {
  unknown_incident: 'There is no such incident.',
  merged: 'This incident was merged into another one.',
  gone: 'This incident no longer exists.',
  already_closed: 'This incident is closed already.',
  not_closed: 'This incident is not closed.',
  invalid_classification: 'Closing needs one of these classifications, with a determination that fits it.',
  invalid_tags: 'These tags cannot be saved.',
  invalid_comment: 'This comment cannot be saved.',
  read_only: 'Dragoman only watches here: it changes nothing.',
  nothing_to_do: 'There is nothing left to do about this.',
  nothing_to_undo: 'You did nothing in the last five minutes that can be taken back. Comments stay.',
  changed_since: 'It was changed since, so nothing was taken back.',
  nothing_to_hunt: 'The alerts of this incident name nothing that can be hunted for.',
  hunting_refused: 'Defender does not let Dragoman hunt. An administrator has to grant it ThreatHunting.Read.All.',
  hunting_unavailable: 'Defender could not be asked just now what the alerts of this incident name.',
};

export const REFUSAL_TEXTS = { ...CHAT_REFUSALS, ...DESK_REFUSALS };

/** Every code a refusal can carry. */
export type RefusalCode = keyof typeof REFUSAL_TEXTS;

/** A refusal, with what there is to say beyond its code's own text. */
export interface Refusal {
  code: RefusalCode;
  /** Markdown, escaped. */
  text: string;
  /** More lines: a list to choose from. */
  lines?: readonly string[];
}

/** A refusal in the words of its code, or in better ones. */
export function refusal(code: RefusalCode, text: string = REFUSAL_TEXTS[code], lines?: readonly string[]): Refusal {
  return { code, text, ...(lines === undefined ? {} : { lines }) };
}

/** Everything a refusal says, as one text. */
export function refusalText({ text, lines = [] }: Refusal): string {
  return [text, ...lines].join('\n\n');
}
