import type { Report } from '../figure.ts';
import { countPurposes } from '../request-shapes.ts';
import type { Purpose } from '../request-shapes.ts';
import type { ServicesStage } from '../services-stage.ts';
import { rateInDefender, tagInSentinel } from './linked-incidents.ts';
import type { Pair } from './linked-incidents.ts';

/** Requests to either service, by purpose. */
type Counts = Record<'defender' | 'sentinel', Record<Purpose, number>>;

/** What it takes to carry changes and comments: everything the services see until all is still again. */
export async function carriedRequests(stage: ServicesStage, pairs: readonly Pair[], report: Report): Promise<void> {
  const { microsoft } = stage;
  const [person] = microsoft.users;
  const [objectId, upn] = [person!.id, person!.userPrincipalName];
  const perPair = (name: string, count: number, floor: string, floorValue: number) =>
    report({
      name: `sync.carry.${name}`,
      value: count / pairs.length,
      unit: 'requests/change',
      against: `floor: ${floor}`,
      againstValue: floorValue,
      better: 'lower',
    });

  const toSentinel = await during(stage, () => rateInDefender(stage, pairs));
  perPair('requests-to-sentinel', carrying(toSentinel), 'one PUT', 1);
  const toDefender = await during(stage, () => tagInSentinel(stage, pairs, 'carried'));
  perPair('requests-to-defender', carrying(toDefender), 'one GET and one PATCH', 2);
  const both = [toSentinel, toDefender];
  perPair('comment-refreshes', sum(both, 'comments') / 2, 'no comment is read for a change of a field', 0);
  perPair('alert-refreshes', sum(both, 'alerts') / 2, 'no alert is read for a change of a field', 0);

  const commentToSentinel = await during(stage, () => {
    for (const { defenderId } of pairs) microsoft.defender.comment(defenderId, 'Mail removed.', upn);
  });
  perPair('comment-to-sentinel', carrying(commentToSentinel) + sum([commentToSentinel], 'comments'), 'one PUT', 1);
  const commentToDefender = await during(stage, () => {
    for (const { sentinelName } of pairs) microsoft.sentinel.comment(sentinelName, 'Host isolated.', objectId);
  });
  perPair(
    'comment-to-defender',
    carrying(commentToDefender) + sum([commentToDefender], 'comments'),
    'one GET, since Sentinel lists incidents without their comments, and one POST',
    2,
  );
}

/** Counts what the services see from some edits on, until a cycle after the last write has found nothing more. */
async function during(stage: ServicesStage, edit: () => void): Promise<Counts> {
  edit();
  stage.forget();
  await stage.settle();
  await stage.cycle();
  const { defender, sentinel } = stage.seen();
  return { defender: countPurposes(defender), sentinel: countPurposes(sentinel) };
}

/** What was sent for single incidents, but for refreshing comments and alerts. */
function carrying(counts: Counts): number {
  return (['incident', 'change', 'comment', 'other'] as const).reduce(
    (all, purpose) => all + sum([counts], purpose),
    0,
  );
}

function sum(counts: readonly Counts[], purpose: Purpose): number {
  return counts.reduce((all, { defender, sentinel }) => all + defender[purpose] + sentinel[purpose], 0);
}
