import type { People } from '../incident/people.ts';
import type { DefenderPort, Observation, ObservedPage, SentinelPort } from './ports/side-port.ts';

/**
 * A side whose owners carry who they are in every tenant, so that one person with an account in each of two tenants
 * is compared as one: otherwise the two sides of a cross-tenant connection would never be seen to agree.
 */
export function recognisingDefender(port: DefenderPort, people: People): DefenderPort {
  return {
    ...port,
    ...observing(port, people),
    update: async (id, changes) => recognise(await port.update(id, changes), people),
  };
}

/** The same for the other side. */
export function recognisingSentinel(port: SentinelPort, people: People): SentinelPort {
  return {
    ...port,
    ...observing(port, people),
    async update(id, changes, basis) {
      const written = await port.update(id, changes, basis);
      if (written.outcome === 'conflict') return written;
      return { outcome: 'written', observation: recognise(written.observation, people) };
    },
    create: async (id, draft) => recognise(await port.create(id, draft), people),
  };
}

type Observing = Pick<DefenderPort & SentinelPort, 'get' | 'listModified'>;

function observing(port: Observing, people: People): Observing {
  return {
    async get(id) {
      const observation = await port.get(id);
      return observation === null ? null : recognise(observation, people);
    },
    async *listModified(query) {
      for await (const page of port.listModified(query)) yield recogniseAll(page, people);
    },
  };
}

function recogniseAll(page: ObservedPage, people: People): ObservedPage {
  return { ...page, observations: page.observations.map((observation) => recognise(observation, people)) };
}

function recognise({ incident, ...rest }: Observation, people: People): Observation {
  return { incident: { ...incident, owner: people.recognise(incident.owner) }, ...rest };
}
