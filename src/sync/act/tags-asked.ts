import type { Side } from '../../incident/side.ts';
import { foldTag, mergeTags, uniqueTags } from '../../incident/tags.ts';
import type { FieldWork, Intent } from '../intent.ts';
import type { Link } from '../link.ts';

/**
 * What a list of tags asked for in chat means for one side. It is the whole list as it shall be, but people change the
 * list they are shown, which is one side's: a tag of this side that they were never shown is not theirs to take away.
 * What either side did to such a tag since both agreed stays to be carried, so it is no part of what is agreed by this.
 * @param shown The list that was changed.
 * @param replaced What was promised until now.
 */
export function tagsAskedOf(
  link: Link,
  side: Side,
  asked: readonly string[],
  { shown, replaced }: { shown: readonly string[]; replaced: readonly Intent[] },
): Pick<FieldWork & { field: 'tags' }, 'value' | 'expected' | 'agreedHere'> {
  const present = link[side]!.observation.incident.tags;
  const half = link.base.tags?.[side];
  const seen = new Set(shown.map(foldTag));
  const withUnseen = (tags: readonly string[]) =>
    uniqueTags([...asked, ...tags.filter((tag) => !seen.has(foldTag(tag)))]);
  return {
    value: withUnseen(asPromised(side, present, replaced)),
    expected: present,
    ...(half === undefined ? {} : { agreedHere: withUnseen(half) }),
  };
}

/** The tags a side would hold once what is promised to it were written. */
function asPromised(side: Side, present: string[], promised: readonly Intent[]): string[] {
  return promised.reduce(
    (tags, intent) =>
      intent.side === side && intent.state === 'open' && intent.work.kind === 'field' && intent.work.field === 'tags'
        ? mergeTags(tags, intent.work.value, intent.work.expected ?? [])
        : tags,
    present,
  );
}
