import type { Side } from '../../incident/side.ts';
import { foldTag, mergeTags, uniqueTags } from '../../incident/tags.ts';
import type { FieldWork, Intent } from '../intent.ts';
import type { Link } from '../link.ts';

type TagsWork = FieldWork & { field: 'tags' };

/**
 * What a list of tags asked for in chat means for one side. People change the list they are shown, which is one side's:
 * only what they changed of it is theirs. A tag this side has and they were not shown stays, and one that somebody took
 * away here is not put back because the list they sent still had it. What either side did since both agreed stays to be
 * carried, so it is no part of what is agreed by this.
 * @param shown The list that was changed.
 * @param replaced What was promised until now.
 */
export function tagsAskedOf(
  link: Link,
  side: Side,
  asked: readonly string[],
  { shown, replaced }: { shown: readonly string[]; replaced: readonly Intent[] },
): Pick<TagsWork, 'value' | 'expected' | 'agreedHere' | 'removed'> {
  const present = link[side]!.observation.incident.tags;
  const half = link.base.tags?.[side];
  const promised = replaced.filter((one) => one.side === side && one.state === 'open').map(({ work }) => work);
  const lists = promised.filter((work) => work.kind === 'field' && work.field === 'tags') as TagsWork[];
  const changed = (tags: readonly string[]) => mergeTags(tags, asked, shown);
  const isAsked = new Set(asked.map(foldTag));
  const removed = [...lists.flatMap((work) => work.removed ?? []), ...shown].filter(
    (tag) => !isAsked.has(foldTag(tag)),
  );
  return {
    value: changed(asPromised(present, lists)),
    expected: present,
    removed: uniqueTags(removed),
    ...(half === undefined ? {} : { agreedHere: changed(half) }),
  };
}

/** The tags a side would hold once what is promised to it were written. */
function asPromised(present: string[], promised: readonly TagsWork[]): string[] {
  return promised.reduce(
    (tags, { value, expected, removed }) => mergeTags(tags, value, [...(expected ?? []), ...(removed ?? [])]),
    present,
  );
}
