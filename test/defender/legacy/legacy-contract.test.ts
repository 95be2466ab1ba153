import { createLegacyDefenderPort } from '../../../src/defender/legacy/create-legacy-defender-port.ts';
import type { LegacyBehaviour } from '../../../src/simulator/legacy-defender/behaviour.ts';
import { legacyErrorBody } from '../../../src/simulator/legacy-defender/legacy-error.ts';
import { throttledMessage } from '../../../src/simulator/legacy-defender/throttle.ts';
import { describeDefenderPort } from '../defender-port-contract.ts';
import type { DefenderUnderTest } from '../contract/trial.ts';
import { startSimulatedDefender } from '../simulated-defender.ts';

async function start(listOrder: LegacyBehaviour['listOrder']): Promise<DefenderUnderTest> {
  const world = await startSimulatedDefender();
  const { endpoint, faults, behaviour } = world.microsoft.legacyDefender;
  behaviour.listOrder = listOrder;
  return {
    world,
    faults,
    port: () => createLegacyDefenderPort({ endpoint, pipeline: world.pipeline('legacyDefender') }),
    pageSize: 100,
    takesSeverity: false,
    keepsClosingNote: false,
    throttled: (seconds) => ({ body: legacyErrorBody('TooManyRequests', throttledMessage(seconds)) }),
  };
}

describeDefenderPort('Defender over the older API, newest first', () => start('created'));
describeDefenderPort('Defender over the older API, in no order', () => start('none'));
