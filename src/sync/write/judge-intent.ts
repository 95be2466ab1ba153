import { mergeTags, sameTags } from '../../incident/tags.ts';
import type { Side } from '../../incident/side.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import { toTicks } from '../../incident/timestamp.ts';
import { capital, describeValue } from '../overruled/describe-overruled.ts';
import { FIELD_RULES } from '../fields.ts';
import type { FieldWork, Intent } from '../intent.ts';
import { layTags } from '../lay-tags.ts';
import type { TagsWork } from '../lay-tags.ts';
import type { Link, Overruled, SideRecord } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';
import { lostToMerge } from '../overruled/overruled-by-merge.ts';

export type Verdict =
  | { kind: 'write'; work: FieldWork; overruled: Overruled | null }
  /** The side holds the value already: our own write before a crash, or somebody else's. */
  | { kind: 'done'; work: FieldWork; overruled: Overruled | null }
  /** The facts moved on under a decision of the sync, or of a rule: it is decided again. */
  | { kind: 'superseded'; overruled: null }
  /** A later edit on that side stands against a person's click or a rule. */
  | { kind: 'overruled'; overruled: Overruled };

/**
 * Whether a promised value may still be written on top of what the side holds now. A carried change is only good
 * for the facts it was decided on. A person's click is good for what it was meant: it loses to an edit made
 * later, wins over one made before it, and a tie goes to Sentinel. What a rule wants loses to every edit it had not
 * seen: one at the same time or later overrules it, an earlier one is news that the rules look at first.
 */
export function judgeIntent(
  link: Link,
  side: Side,
  intent: Intent & { work: FieldWork },
  clockSkewSeconds: number,
): Verdict {
  const { work } = intent;
  const record = recordOf(link, side)!;
  const rules = FIELD_RULES[work.field] as { same(a: unknown, b: unknown): boolean };
  const present = fieldOf(record.observation.incident, work.field);
  if (rules.same(present, work.value)) return { kind: 'done', work, overruled: null };
  const isJudged = work.byTime === true || work.alone === true;
  const isReturn = record.moves[work.field]?.isReturn === true;
  const isAsExpected = !isReturn && (work.expected === undefined ? !isJudged : rules.same(present, work.expected));
  if (isAsExpected) return { kind: 'write', work, overruled: null };
  if (intent.cause === 'sync' && intent.rule !== 'M1') return { kind: 'superseded', overruled: null };
  if (work.field === 'tags') return mergeTagsInto(link, side, { ...intent, work }, clockSkewSeconds);

  // Nobody edited it since both agreed: it was an earlier write of ours that moved it on from what was expected.
  const half = link.base[work.field]?.[side];
  const isOurs = half !== undefined && rules.same(present, half) && work.alone !== true;
  // A merge is Defender's word: the twin is closed whatever it says by now, and that is told once.
  if (intent.rule === 'M1') {
    const overruled = isOurs ? null : lostToMerge(link, work.field, intent.createdAt);
    return { kind: 'write', work: { ...work, expected: present } as FieldWork, overruled };
  }
  if (isOurs) return { kind: 'write', work, overruled: null };
  // Taking something back never goes over what somebody else did since, whatever the clocks say.
  if (intent.rule === 'A4') return { kind: 'superseded', overruled: null };

  const { editedFrom, editedAt, clickedAt, skew } = timesOf(record, intent, clockSkewSeconds);
  if (intent.cause === 'rule') {
    if (editedAt < clickedAt - skew) return { kind: 'superseded', overruled: null };
    return { kind: 'overruled', overruled: overrulesRule(work, side, present, intent.createdAt) };
  }
  const isTie = editedAt >= clickedAt - skew && editedFrom <= clickedAt + skew;
  const editWins = side === 'sentinel' ? editedAt >= clickedAt - skew : editedFrom > clickedAt + skew;
  const why = isTie
    ? editWins
      ? 'at the same time, and Sentinel is the system of record'
      : 'nobody can say which was later'
    : 'later';
  const sentence = (lost: string, where: string, kept: string) => `${capital(lost)} ${where}. Kept: ${kept} (${why}).`;
  const [edit, click] = [describeValue(work.field, present), describeValue(work.field, work.value)];
  const at = intent.createdAt;
  if (editWins)
    return {
      kind: 'overruled',
      overruled: {
        field: work.field,
        side: 'chat',
        sentence: sentence(click, 'asked for in chat', `${edit}, set in ${SIDE_NAMES[side]}`),
        at,
      },
    };
  return {
    kind: 'write',
    work,
    overruled: {
      field: work.field,
      side,
      sentence: sentence(edit, `in ${SIDE_NAMES[side]}`, `${click}, asked for in chat`),
      at,
    },
  };
}

/** An edit the rule had not seen when it acted stands. */
function overrulesRule({ field, value }: FieldWork, side: Side, present: unknown, at: string): Overruled {
  const wanted = describeValue(field, value);
  const sentence =
    `${capital(wanted)} wanted by a rule. ` +
    `Kept: ${describeValue(field, present)}, set in ${SIDE_NAMES[side]} (a later edit stands above a rule).`;
  return { field, side: 'rule', sentence, at };
}

/** When a field was edited, as far as is known, and when the wish for it was made: in ticks, as is the clocks' tolerance. */
function timesOf(
  { moves, observation }: SideRecord,
  { work, actedAt, createdAt }: Intent & { work: FieldWork },
  clockSkewSeconds: number,
): Record<'editedFrom' | 'editedAt' | 'clickedAt' | 'skew', bigint> {
  const move = moves[work.field];
  const by = move?.by ?? observation.incident.modifiedAt;
  return {
    editedFrom: toTicks(move === undefined || move.exact ? by : move.after),
    editedAt: toTicks(by),
    clickedAt: toTicks(actedAt ?? createdAt),
    skew: BigInt(Math.round(clockSkewSeconds)) * 10_000_000n,
  };
}

/**
 * Tags added or removed by others meanwhile stay so; only what the person changed is laid over them. A tag that the
 * person changed themselves is as they left it, whatever was done to it that they could not see, unless that was clearly
 * later. What the others did is not part of what is agreed by this write, so it is still carried across afterwards.
 */
function mergeTagsInto(link: Link, side: Side, intent: Intent & { work: TagsWork }, clockSkewSeconds: number): Verdict {
  const { work, createdAt: at } = intent;
  const record = recordOf(link, side)!;
  const present = record.observation.incident.tags;
  const verdict = (value: string[], overruled: Overruled | null = null): Verdict => {
    const merged = { ...work, value, expected: present, agreedHere: work.agreedHere ?? work.value };
    return { kind: sameTags(value, present) ? 'done' : 'write', work: merged, overruled };
  };
  const move = record.moves.tags;
  // What was put back is what stands against the wish; otherwise the wish was for what the side held then.
  if (move?.isReturn === true)
    return verdict(mergeTags(present, work.value, link.base.tags?.[side] ?? work.expected ?? []));
  const edited = mergeTags(present, work.value, work.expected ?? []);
  const wished = layTags(work, present);
  // Where nobody edited it since both agreed, it was an earlier write of ours that changed the tag.
  if (move === undefined || sameTags(edited, wished)) return verdict(wished);
  const { editedFrom, editedAt, clickedAt, skew } = timesOf(record, intent, clockSkewSeconds);
  const [edit, click] = [describeValue('tags', present), describeValue('tags', wished)];
  const where = SIDE_NAMES[side];
  if (editedFrom > clickedAt + skew) {
    const sentence = `${capital(click)} asked for in chat. Kept: ${describeValue('tags', edited)}, set in ${where} (later).`;
    return verdict(edited, { field: 'tags', side: 'chat', sentence, at });
  }
  const why = editedAt < clickedAt - skew ? 'later' : 'nobody can say which was later';
  const sentence = `${capital(edit)} in ${where}. Kept: ${click}, asked for in chat (${why}).`;
  return verdict(wished, { field: 'tags', side, sentence, at });
}
