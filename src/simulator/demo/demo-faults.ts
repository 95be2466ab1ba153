import type { FaultSwitch } from '../faults.ts';

/** The services whose failures the page can switch on. */
export interface BreakableServices {
  graph: FaultSwitch;
  arm: FaultSwitch;
  teams: FaultSwitch;
}

export const demoFaults = ['sentinel-down', 'defender-down', 'latency', 'throttling', 'teams-down'] as const;
export type DemoFault = (typeof demoFaults)[number];

const slowMs = 2500;
/** Few enough that one cycle with a handful of changes runs into it. */
const scarcePerMinute = 3;

export function setFault({ graph, arm, teams }: BreakableServices, name: DemoFault, isOn: boolean): void {
  switch (name) {
    case 'sentinel-down':
      arm.down = isOn;
      return;
    case 'defender-down':
      graph.down = isOn;
      return;
    case 'teams-down':
      teams.down = isOn;
      return;
    case 'latency':
      graph.latencyMs = arm.latencyMs = isOn ? slowMs : 0;
      return;
    case 'throttling':
      graph.quotaPerMinute = arm.quotaPerMinute = isOn ? scarcePerMinute : null;
      return;
  }
}

export function faultsSwitchedOn({ graph, arm, teams }: BreakableServices): Record<DemoFault, boolean> {
  return {
    'sentinel-down': arm.down,
    'defender-down': graph.down,
    latency: graph.latencyMs > 0 || arm.latencyMs > 0,
    throttling: graph.quotaPerMinute !== null || arm.quotaPerMinute !== null,
    'teams-down': teams.down,
  };
}
