import { openState } from '../../incident/state.ts';
import { REDIRECTED_TAG, uniqueTags } from '../../incident/tags.ts';
import type { FieldWork } from '../intent.ts';
import type { Link } from '../link.ts';
import type { Records } from '../ports/records.ts';
import type { SyncMode } from '../posture/posture.ts';
import { isMicrosoftProvider } from '../topology/provider-names.ts';
import { syncIntent } from './sync-intent.ts';
import type { Taking } from './taking.ts';

/** A merged incident's twin is Microsoft's to close under its own sync, and where that runs and we only observe. */
export function isClosedByMicrosoft({ sentinel }: Link, mode: SyncMode): boolean {
  const provider = sentinel?.observation.incident.provider ?? null;
  return mode === 'native' || (mode === 'observe' && provider !== null && isMicrosoftProvider(provider.name));
}

/** The twin is closed as Microsoft's own sync would close it. */
export async function promiseClosure(records: Records, link: Link, now: string, taking: Taking): Promise<void> {
  const survivorId = link.defender!.observation.incident.mergedInto!;
  const note = `Merged into Defender incident ${survivorId}`;
  const { tags } = (link.sentinel ?? link.defender!).observation.incident;
  const state = link.sentinel?.observation.incident.state;
  const works: FieldWork[] = [
    {
      kind: 'field',
      field: 'state',
      value: { ...openState('new'), status: 'closed', note },
      ...(state === undefined ? {} : { expected: state }),
    },
    { kind: 'field', field: 'tags', value: uniqueTags([...tags, REDIRECTED_TAG]), expected: tags },
  ];
  for (const work of works) await records.addIntent(syncIntent(link, 'sentinel', work, 'M1', taking), now);
}
