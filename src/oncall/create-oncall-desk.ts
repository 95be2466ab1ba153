import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { OncallDesk, OncallPerson, OverrideRecords, Turn } from '../sync/ports/oncall.ts';
import { rotaOf } from './policy.ts';
import type { OncallPolicy } from './policy.ts';
import type { Rota } from './rota.ts';

export interface OncallDeskOptions {
  policy: OncallPolicy;
  overrides: OverrideRecords;
  desk: Pick<Desk, 'audit'>;
  clock: Clock;
}

/** The rota with what was overridden, for chat and for whoever escalates. */
export interface PresentRota extends OncallDesk {
  rota(): Promise<Rota>;
}

/** Keeps who is on call: the file says so, and an admin may say otherwise for a while. */
export function createOncallDesk({ policy, overrides, desk, clock }: OncallDeskOptions): PresentRota {
  const rotaWith = rotaOf(policy);
  const quietHoursOf = ({ objectId }: Pick<OncallPerson, 'objectId'>) =>
    policy.people.find((one) => one.objectId === objectId)?.quietHours ?? null;

  async function rota(): Promise<Rota> {
    // Those that just ended tell when the turn below them began.
    const since = new Date(clock.now().getTime() - KEPT_MILLISECONDS).toISOString();
    const turns = (await overrides.overrides(since)).map(({ person, from, until }): Turn => {
      const known = { ...person, quietHours: quietHoursOf(person) };
      return { person: known, from: Date.parse(from), until: Date.parse(until) };
    });
    return rotaWith(turns);
  }

  return {
    rota,
    async now() {
      const [present, at] = [await rota(), clock.now().getTime()];
      const { lead, timeZone } = policy;
      const shiftEndsAt = present.shiftEndsAt(at);
      return { turn: present.turnAt(at), next: present.turnAfter(at), shiftEndsAt, lead, timeZone };
    },
    async set(person, until, by) {
      const [from, end] = [isoNow(clock), new Date(until).toISOString()];
      await overrides.addOverride({ person, from, until: end, setBy: by.objectId });
      await desk.audit({
        at: from,
        actorKind: 'person',
        actorObjectId: by.objectId,
        actorTenantId: by.tenantId,
        actorUpn: by.upn,
        actorName: by.name,
        action: 'oncall set',
        incident: null,
        actionId: null,
        outcome: 'accepted',
        detail: { person: person.name, objectId: person.objectId, until: end },
      });
    },
  };
}

const KEPT_MILLISECONDS = 7 * 86_400_000;
