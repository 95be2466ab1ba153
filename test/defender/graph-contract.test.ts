import { createDefenderPort } from '../../src/defender/create-defender-port.ts';
import { describeDefenderPort } from './defender-port-contract.ts';
import { startSimulatedDefender } from './simulated-defender.ts';

describeDefenderPort('Defender over Graph', async () => {
  const world = await startSimulatedDefender();
  const { endpoint, faults } = world.microsoft.graph;
  return {
    world,
    faults,
    port: () => createDefenderPort({ endpoint, pipeline: world.pipeline('graph') }),
    pageSize: 50,
    takesSeverity: true,
    keepsClosingNote: true,
    throttled: (seconds) => ({ headers: { 'Retry-After': String(seconds) } }),
  };
});
