import type { Side } from '../../incident/side.ts';
import { mergeTags } from '../../incident/tags.ts';
import type { Intent } from '../intent.ts';
import { layTags, liftTags } from '../lay-tags.ts';
import type { TagsWork } from '../lay-tags.ts';
import type { Link } from '../link.ts';

/**
 * What a list of tags asked for in chat means for one side. People change the list they are shown, which is one side's:
 * only what they changed of it is theirs. A tag this side has and they were not shown stays, and one that somebody took
 * away here is not put back because the list they sent still had it. What either side did since both agreed stays to be
 * carried, so it is no part of what is agreed by this.
 * @param shown The list that was changed.
 * @param replaced What was promised until now: what people changed with that and is not written yet is changed by this.
 */
export function tagsAskedOf(
  link: Link,
  side: Side,
  asked: readonly string[],
  { shown, replaced }: { shown: readonly string[]; replaced: readonly Intent[] },
): Pick<TagsWork, 'value' | 'expected' | 'agreedHere' | 'changedFrom'> {
  const present = link[side]!.observation.incident.tags;
  const half = link.base.tags?.[side];
  const promised = replaced.filter((one) => one.side === side && one.state === 'open').map(({ work }) => work);
  const lists = promised.filter((work) => work.kind === 'field' && work.field === 'tags') as TagsWork[];
  const changed = (tags: readonly string[]) => mergeTags(tags, asked, shown);
  const unchanged = (tags: readonly string[]) => mergeTags(tags, shown, asked);
  return {
    value: changed(lists.reduce((tags, list) => layTags(list, tags), present)),
    expected: present,
    // A tag that is on its way and taken away again may be there by then: it is no change that came to nothing.
    changedFrom: unchanged(lists.reduce((tags, list) => liftTags(list, tags), present)),
    ...(half === undefined ? {} : { agreedHere: changed(half) }),
  };
}
