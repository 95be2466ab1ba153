import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import type { Report } from '../figure.ts';
import type { ServicesStage } from '../services-stage.ts';
import { costOf } from './idle-requests.ts';
import type { Cost } from './idle-requests.ts';
import type { Pair } from './linked-incidents.ts';

/** Requests at a time, as many as the product has lanes for a side. */
const PARALLEL = 8;

/**
 * The peer of an idle cycle: a mirror that asks Defender for each open incident by its id, which is how incident
 * mirrors of ticket systems commonly work. It uses the product's own client and quota; its time is virtual, so it is
 * that of the network and of Graph's throttle.
 */
export async function perIncidentMirror(
  stage: ServicesStage,
  pairs: readonly Pair[],
  ours: Cost,
  report: Report,
): Promise<void> {
  const theirs = await costOf(stage, () => mirror(stage, pairs));
  const peer = 'peer: one GET for each open incident';
  report({
    name: `sync.mirror.requests.${pairs.length}-links`,
    value: ours.requests,
    unit: 'requests/cycle',
    against: peer,
    againstValue: theirs.requests,
    better: 'lower',
  });
  report({
    name: `sync.mirror.time.${pairs.length}-links`,
    value: ours.seconds,
    unit: 'virtual s/cycle',
    against: peer,
    againstValue: theirs.seconds,
    better: 'lower',
  });
}

async function mirror({ sync, time }: ServicesStage, pairs: readonly Pair[]): Promise<void> {
  const left = pairs.map(({ defenderId }) => defenderId);
  const reader = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop())
      try {
        await sync.context.defender.get(id);
      } catch (error) {
        if (!(error instanceof RemoteError) || error.code !== 'throttled') throw error;
        left.push(id);
        await time.wait((error.retryAfterSeconds ?? 1) * 1000);
      }
  };
  await Promise.all(Array.from({ length: PARALLEL }, reader));
}
