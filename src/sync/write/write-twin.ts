import type { FieldValues } from '../../incident/incident.ts';
import { FIELDS } from '../../incident/incident.ts';
import type { Owner } from '../../incident/person.ts';
import { MAX_TAGS, MAX_TAG_LENGTH, fittingTags } from '../../incident/tags.ts';
import { toSentinelState } from '../../incident/translate-state.ts';
import type { SyncContext } from '../context.ts';
import type { CreateWork, Intent } from '../intent.ts';
import type { DefenderStory, Link, Overruled } from '../link.ts';
import { noteReading } from '../observe/record-observation.ts';
import { agreeOn } from '../promise/settle-base.ts';
import type { Observation, TwinDraft } from '../ports/side-port.ts';
import { defenderStory, sentinelStory, twinStory } from '../story.ts';
import { describeValue } from '../overruled/describe-overruled.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import { isoNow } from '../ports/clock.ts';
import { sameJson } from '../same-json.ts';
import { describeTwin } from './describe-twin.ts';
import { resolveOwner } from './resolve-owner.ts';
import { amendIntent, settle, settleIntent } from './settle.ts';

type CreateIntent = Intent & { work: CreateWork };

/**
 * Makes the Sentinel twin of a Defender incident. Its name is derived, and a PUT without an etag overwrites, so
 * it is looked for first: one that is there (made by us before a crash, or in an earlier life of the database)
 * is adopted as it is.
 */
export async function writeTwin(context: SyncContext, number: number, intent: CreateIntent): Promise<void> {
  const link = (await context.store.link(number))!;
  const present = await context.sentinel.get(link.sentinelName!);
  if (present !== null) return settleTwin(context, number, intent, present, intent.work.attempted, null);

  const source = link.defender!.observation.incident;
  const told = defenderStory(link);
  const draft = await draftTwin(context, link, told);
  const { state, severity, owner, tags } = source;
  const attempted = { source: { state, severity, owner, tags }, drafted: draft.fields };
  // What was sent is remembered before it is sent: after a crash it tells a person's edit from our own draft.
  if (!(await amendIntent(context, intent, { work: { kind: 'create', attempted } }))) return;
  const made = await context.sentinel.create(link.sentinelName!, draft);
  // The directory may have resolved the owner further than we could.
  const drafted = { ...draft.fields, owner: made.incident.owner };
  await settleTwin(context, number, intent, made, { source: attempted.source, drafted }, told);
}

async function settleTwin(
  context: SyncContext,
  number: number,
  intent: CreateIntent,
  observation: Observation,
  attempted: CreateWork['attempted'],
  told: DefenderStory | null,
): Promise<void> {
  await settle(context, number, async (records, link) => {
    await noteReading(records, link, 'sentinel', observation, context.settings.commentMaxLength);
    if (attempted !== null)
      for (const field of FIELDS)
        agreeOn(link, field, { defender: attempted.source[field], sentinel: attempted.drafted[field] });
    const owner = attempted?.source.owner ?? null;
    if (owner !== null && attempted?.drafted.owner === null)
      await noteOverruled(records, link, unresolvedOwner(owner, isoNow(context.clock)), { rule: intent.rule });
    const beyond = attempted === null ? [] : fittingTags(attempted.source.tags).beyond;
    if (beyond.length > 0)
      await noteOverruled(records, link, leftOut(beyond, isoNow(context.clock)), { rule: intent.rule, lost: beyond });
    // An adopted twin may tell an older story: that is decided on when the link is.
    if (told !== null || tellsItsStory(link, observation))
      link.story = { defender: told ?? defenderStory(link), sentinel: sentinelStory(observation.incident) };
    await settleIntent(records, context, intent, 'done', { twin: link.sentinelName, adopted: attempted === null });
    link.version += 1;
  });
}

function tellsItsStory(link: Link, { incident }: Observation): boolean {
  return link.defender !== null && sameJson(sentinelStory(incident), twinStory(link));
}

async function draftTwin(context: SyncContext, link: Link, told: DefenderStory): Promise<TwinDraft> {
  const source = link.defender!.observation.incident;
  return {
    title: source.title,
    description: describeTwin(source, told),
    fields: {
      state: toSentinelState(source.state),
      severity: sentinelSeverity(source.severity),
      owner: source.owner === null ? null : await resolveOwner(context, 'sentinel', source.owner),
      tags: fittingTags(source.tags).fitting,
    },
    firstActivityAt: source.firstActivityAt ?? link.alerts?.firstActivityAt ?? null,
    lastActivityAt: source.lastActivityAt ?? link.alerts?.lastActivityAt ?? null,
  };
}

/** Sentinel demands a severity and has no "unknown": the middle one neither hides the incident nor wakes anyone. */
function sentinelSeverity(severity: FieldValues['severity']): FieldValues['severity'] {
  return severity === 'unknown' ? 'medium' : severity;
}

function unresolvedOwner(owner: Owner, at: string): Overruled {
  const sentence = `Sentinel was not ${describeValue('owner', owner)}: its directory knows nobody by that name.`;
  return { field: 'owner', side: 'sentinel', sentence, at };
}

function leftOut(tags: string[], at: string): Overruled {
  const some = tags.length === 1 ? 'one tag of Defender' : `${tags.length} tags of Defender`;
  const limits = `an incident holds at most ${MAX_TAGS} tags of at most ${MAX_TAG_LENGTH} characters`;
  return { field: 'tags', side: 'defender', sentence: `Sentinel was not given ${some}: ${limits}.`, at };
}
