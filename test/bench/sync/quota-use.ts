import { ARM_LIMITS } from '../../../src/simulator/arm/throttle.ts';
import { TokenBucket } from '../../../src/simulator/arm/token-bucket.ts';
import { SlidingMinute } from '../../../src/simulator/sliding-minute.ts';
import type { Arrival } from '../distant-allowances.ts';
import type { Report } from '../figure.ts';
import { countPurposes } from '../request-shapes.ts';
import type { ServicesStage } from '../services-stage.ts';
import { rateInDefender, tagInSentinel } from './linked-incidents.ts';
import type { Pair } from './linked-incidents.ts';

/** Graph `/security`: requests in any minute. */
const GRAPH_PER_MINUTE = 150;
/** How often the tireless client asks, milliseconds of virtual time. */
const ASKS_EVERY = 20;

/**
 * A backlog of one change each way on every link, worked off against both services' throttles at once. What was sent
 * is compared with what the same throttle would have let through to a client that never stops asking.
 */
export async function quotaUse(stage: ServicesStage, pairs: readonly Pair[], report: Report): Promise<void> {
  tagInSentinel(stage, pairs, 'backlog');
  rateInDefender(stage, pairs);
  stage.forget();
  await stage.cycle();
  const waiting = () => stage.sync.context.store.countOpenIntents(stage.sync.context.connectionId);
  while ((await waiting()) > 0) await stage.time.during(stage.time.wait(1000));

  const { defender, sentinel } = stage.seen();
  const share = (name: string, arrivals: Arrival[], throttle: string, allowed: number) =>
    report({
      name: `sync.drain.${name}`,
      value: arrivals.length,
      unit: 'requests',
      against: `floor: what ${throttle} lets through in the same time`,
      againstValue: allowed,
      better: 'higher',
    });

  const graph = stage.arrivals.filter(({ service }) => service === 'graph');
  const minute = new SlidingMinute(GRAPH_PER_MINUTE);
  share(
    'graph',
    graph,
    `${GRAPH_PER_MINUTE} a minute`,
    mostIn(spanOf(graph), (at) => minute.take(at) === 0),
  );

  const writes = stage.arrivals.filter(({ service, kind }) => service === 'arm' && kind === 'write');
  const { capacity, refillPerSecond } = ARM_LIMITS.writes;
  const bucket = new TokenBucket(ARM_LIMITS.writes, 0);
  const law = `${capacity} and ${refillPerSecond} a second`;
  share(
    'arm-writes',
    writes,
    law,
    mostIn(spanOf(writes), (at) => bucket.take(at).waitSeconds === 0),
  );

  const { incident, change } = countPurposes(defender);
  report({
    name: 'sync.drain.requests-to-defender',
    value: (incident + change) / pairs.length,
    unit: 'requests/change',
    against: 'floor: one GET and one PATCH',
    againstValue: 2,
    better: 'lower',
  });
  report({
    name: 'sync.drain.throttled',
    value: [...defender, ...sentinel].filter(({ status }) => status === 429).length,
    unit: 'answers with 429',
    against: 'floor: none',
    againstValue: 0,
    better: 'lower',
  });
}

function spanOf(arrivals: readonly Arrival[]): number {
  return arrivals.length === 0 ? 0 : arrivals.at(-1)!.at - arrivals[0]!.at;
}

/** How many requests a throttle lets through in so many milliseconds, ends included, to a client that asks all the time. */
function mostIn(milliseconds: number, take: (at: number) => boolean): number {
  let passed = 0;
  for (let at = 0; at <= milliseconds; at += ASKS_EVERY) while (take(at)) passed += 1;
  return passed;
}
