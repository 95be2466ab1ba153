import { z } from 'zod';
import type { ConfigFault } from './config-error.ts';
import type { ConnectionConfig } from './config.ts';
import { readConnectionEntry } from './read-connection-entry.ts';
import type { Surroundings } from './read-connection-entry.ts';
import { readJsonFile } from './read-json-file.ts';
import { show } from './show.ts';

const VARIABLE = 'CONNECTIONS_FILE';
const ACCEPTED = 'the path of a JSON file with a list of connections, or with {"connections": […]}';

const ConnectionsFile = z.union([
  z.array(z.unknown()).min(1),
  z.strictObject({ $schema: z.string().optional(), connections: z.array(z.unknown()).min(1) }),
]);
const Entry = z.record(z.string(), z.unknown());

/** The connections a file describes, and every fault of it, each with its place. */
export function readConnectionsFile(
  path: string,
  surroundings: Surroundings,
): { connections: ConnectionConfig[]; faults: ConfigFault[]; warnings: string[] } {
  const nothing = { connections: [], warnings: [] };
  const read = readJsonFile(VARIABLE, path, ACCEPTED);
  if (!('value' in read)) return { ...nothing, faults: [read] };
  const file = ConnectionsFile.safeParse(read.value);
  if (!file.success) {
    const accepted = `${ACCEPTED}, at least one`;
    return {
      ...nothing,
      faults: [{ variable: VARIABLE, found: `${JSON.stringify(path)} with something else`, accepted }],
    };
  }
  const entries = Array.isArray(file.data) ? file.data : file.data.connections;
  const readings = entries.map((entry, index) => {
    const place = `${VARIABLE}: connections[${index}]`;
    const object = Entry.safeParse(entry);
    if (object.success) return readConnectionEntry(place, object.data, surroundings);
    return { ...nothing, connection: null, faults: [{ variable: place, found: show(entry), accepted: 'an object' }] };
  });
  const connections = readings.map(({ connection }) => connection);
  return {
    connections: connections.filter((connection) => connection !== null),
    faults: [...readings.flatMap(({ faults }) => faults), ...findRepetitions(connections)],
    warnings: readings.flatMap(({ warnings }) => warnings),
  };
}

/** Two entries for one connection would fight over it; two of one name could not be told apart. */
function findRepetitions(connections: (ConnectionConfig | null)[]): ConfigFault[] {
  const repeated = (found: string, accepted: string, key: (one: ConnectionConfig) => string) => {
    const first = new Map<string, number>();
    return connections.flatMap((connection, index): ConfigFault[] => {
      if (connection === null) return [];
      const known = first.get(key(connection).toLowerCase());
      if (known === undefined) first.set(key(connection).toLowerCase(), index);
      const variable = `${VARIABLE}: connections[${index}]`;
      return known === undefined ? [] : [{ variable, found: `${found} of connections[${known}]`, accepted }];
    });
  };
  const places = repeated('the Defender tenant and the workspace', 'each pair once', (one) =>
    [one.defenderTenantId, one.subscriptionId, one.resourceGroup, one.workspace].join('/'),
  );
  const names = repeated('the name', 'a "name" of its own (by default, that of the workspace)', ({ name }) => name);
  return [...places, ...names.filter(({ variable }) => !places.some((place) => place.variable === variable))];
}
