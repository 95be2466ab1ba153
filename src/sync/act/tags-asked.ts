import type { Side } from '../../incident/side.ts';
import { mergeTags } from '../../incident/tags.ts';
import type { FieldWork, Intent } from '../intent.ts';
import type { Link } from '../link.ts';

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
): Pick<FieldWork & { field: 'tags' }, 'value' | 'expected' | 'agreedHere'> {
  const present = link[side]!.observation.incident.tags;
  const half = link.base.tags?.[side];
  const changed = (tags: readonly string[]) => mergeTags(tags, asked, shown);
  return {
    value: changed(asPromised(side, present, replaced)),
    expected: present,
    ...(half === undefined ? {} : { agreedHere: changed(half) }),
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
