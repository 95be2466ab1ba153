import { DEFAULT_ESCALATION } from '../../src/oncall/escalation.ts';
import type { ListedPerson, OncallPolicy } from '../../src/oncall/policy.ts';

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const aListedPerson = (
  n: number,
  name: string,
  quietHours: ListedPerson['quietHours'] = null,
): ListedPerson => ({
  name,
  objectId: guid(n),
  upn: `${name.toLowerCase()}@contoso.com`,
  quietHours,
});

const NIGHT = { from: 22 * 60, until: 7 * 60, timeZone: 'Europe/Berlin' };
export const ana = aListedPerson(1, 'Ana', NIGHT);
export const raj = aListedPerson(2, 'Raj');
export const lea = aListedPerson(3, 'Lea', { ...NIGHT, from: 0 });

/** Ana and Raj take turns weekly, Monday at nine in Berlin, from 5 October 2026 on; Lea leads. */
export function aPolicy(overrides: Partial<OncallPolicy> = {}): OncallPolicy {
  return {
    timeZone: 'Europe/Berlin',
    people: [ana, raj, lea],
    lead: lea,
    shifts: [],
    rotation: {
      people: [ana, raj],
      from: Date.parse('2026-10-05T07:00:00Z'),
      handover: '0 9 * * 1',
      timeZone: 'Europe/Berlin',
    },
    calendar: null,
    escalation: DEFAULT_ESCALATION,
    handoverTo: null,
    ...overrides,
  };
}
