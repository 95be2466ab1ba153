import type { Report } from '../figure.ts';
import { countPurposes } from '../request-shapes.ts';
import type { Purpose } from '../request-shapes.ts';
import type { ServicesStage } from '../services-stage.ts';
import { rateInDefender, tagInSentinel } from './linked-incidents.ts';
import type { Pair } from './linked-incidents.ts';

/** Requests to both services together, by purpose. */
type Counts = Record<Purpose, number>;

/** What writing a change takes: reading the incident, and changing it. */
const WRITING: Purpose[] = ['incident', 'change'];
const COMMENTING: Purpose[] = [...WRITING, 'comments', 'comment'];

/** What it takes to carry changes and comments: everything the services see until all is still again. */
export async function carriedRequests(stage: ServicesStage, pairs: readonly Pair[], report: Report): Promise<void> {
  const { microsoft } = stage;
  const [person] = microsoft.users;
  const perChange = (name: string, changes: number, counts: Counts[], of: Purpose[], floor: string, floorValue = 0) =>
    report({
      name: `sync.carry.${name}`,
      value: counts.flatMap((one) => of.map((purpose) => one[purpose])).reduce((a, b) => a + b, 0) / changes,
      unit: 'requests/change',
      against: `floor: ${floor}`,
      againstValue: floorValue,
      better: 'lower',
    });
  const count = pairs.length;

  const toSentinel = await during(stage, () => rateInDefender(stage, pairs));
  perChange('to-sentinel', count, [toSentinel], WRITING, 'one PUT', 1);
  const toDefender = await during(stage, () => tagInSentinel(stage, pairs, 'carried'));
  perChange('to-defender', count, [toDefender], WRITING, 'one GET and one PATCH', 2);
  const both = [toSentinel, toDefender];
  perChange(
    'comment-refreshes',
    2 * count,
    both,
    ['comments', 'comment'],
    'no comment is read for a change of a field',
  );
  perChange('alert-refreshes', 2 * count, both, ['alerts'], 'no alert is read for a change of a field');

  const commentToSentinel = await during(stage, () => {
    for (const { defenderId } of pairs)
      microsoft.defender.comment(defenderId, 'Mail removed.', person!.userPrincipalName);
  });
  perChange('comment-to-sentinel', count, [commentToSentinel], COMMENTING, 'one PUT', 1);
  const commentToDefender = await during(stage, () => {
    for (const { sentinelName } of pairs) microsoft.sentinel.comment(sentinelName, 'Host isolated.', person!.id);
  });
  const floor = 'one GET, since Sentinel lists incidents without their comments, and one POST';
  perChange('comment-to-defender', count, [commentToDefender], COMMENTING, floor, 2);

  const discussed = [
    await during(stage, () => rateInDefender(stage, pairs)),
    await during(stage, () => tagInSentinel(stage, pairs, 'discussed')),
  ];
  const noRefresh = 'no comment is read for a change of a field, though people commented in Sentinel';
  perChange('comment-refreshes-discussed', 2 * count, discussed, ['comments', 'comment'], noRefresh);
}

/** Counts what the services see from some edits on, until a cycle after the last write has found nothing more. */
async function during(stage: ServicesStage, edit: () => void): Promise<Counts> {
  edit();
  stage.forget();
  await stage.settle();
  await stage.cycle();
  const { defender, sentinel } = stage.seen();
  return countPurposes([...defender, ...sentinel]);
}
