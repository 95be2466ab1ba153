import type { State } from '../../../src/incident/state.ts';
import type { FaultSwitch } from '../../../src/simulator/faults.ts';
import type { IncidentInput } from '../../../src/simulator/graph/raise-incident.ts';
import type { DefenderPort, ObservedPage } from '../../../src/sync/ports/side-port.ts';
import type { SimulatedDefender } from '../simulated-defender.ts';

/** A Defender under one of its APIs, and the adapter for it. */
export interface DefenderUnderTest {
  world: SimulatedDefender;
  faults: FaultSwitch;
  /** A new adapter, which has learnt nothing yet. */
  port(): DefenderPort;
  /** What this API takes at most on a page. */
  pageSize: number;
  takesSeverity: boolean;
  keepsClosingNote: boolean;
  /** A refusal to serve for so many seconds, in this service's own form. */
  throttled(seconds: number): { body?: object; headers?: Record<string, string> };
}

export const LONG_AGO = '2020-01-01T00:00:00Z';
export const ANA = 'ana.diaz@contoso.example';
export const closed: State = {
  status: 'closed',
  classification: 'truePositive',
  determination: 'phishing',
  reason: null,
  note: 'mail removed',
};

/** A new Defender for each test of the surrounding block, and what tests ask of it. */
export function trialOf(start: () => Promise<DefenderUnderTest>) {
  let defender: DefenderUnderTest;
  beforeEach(async () => {
    defender = await start();
  });
  afterEach(() => defender.world.stop());

  const portal = () => defender.world.microsoft.defender;
  return {
    get defender() {
      return defender;
    },
    portal,
    raise: (title: string, more: Partial<IncidentInput> = {}) =>
      portal().raiseIncident({ title, severity: 'medium', alerts: [], ...more }).id,
    shown: (state: State): State => (defender.keepsClosingNote ? state : { ...state, note: '' }),
    async pages(since: string, openOnly = false): Promise<ObservedPage[]> {
      const all: ObservedPage[] = [];
      for await (const page of defender.port().listModified({ since, openOnly })) all.push(page);
      return all;
    },
  };
}

export type Trial = ReturnType<typeof trialOf>;

export const observed = (all: readonly ObservedPage[]) =>
  all.flatMap(({ observations }) => observations.map(({ incident }) => incident));
export const ids = (all: readonly ObservedPage[]) => [...new Set(observed(all).map(({ id }) => id))];
