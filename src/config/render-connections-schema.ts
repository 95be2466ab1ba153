import { z } from 'zod';
import { about } from './about.ts';
import { CONNECTION_VARIABLES } from './connection-variables.ts';
import type { ConnectionVariable } from './connection-variables.ts';
import { environment } from './environment.ts';
import { REFERENCE_ACCEPTED } from './secret-reference.ts';

/**
 * The text of `docs/contracts/connections-file.schema.json`, for editors that complete and check JSON. What it lets
 * pass is still checked at the start, since a pattern cannot say all. To write it again: `node --input-type=module -e
 * "console.log((await import('./src/config/render-connections-schema.ts')).renderConnectionsSchema())" >
 * docs/contracts/connections-file.schema.json`, then `npm run format`
 */
export function renderConnectionsSchema(): string {
  const text = (description: string) => ({ type: 'string', description });
  const properties = {
    name: text('What people call it; by default, the name of the workspace.'),
    ...Object.fromEntries(CONNECTION_VARIABLES.map((variable) => [variable, describe(variable)])),
    ...Object.fromEntries(
      Object.entries(REFERENCE_ACCEPTED).map(([key, accepted]) => [key, text(`Accepted: ${accepted}.`)]),
    ),
  };
  const required = ['SENTINEL_SUBSCRIPTION_ID', 'SENTINEL_RESOURCE_GROUP', 'SENTINEL_WORKSPACE'];
  const connection = { type: 'object', additionalProperties: false, required, properties };
  const list = { type: 'array', minItems: 1, items: { $ref: '#/$defs/connection' } };
  const file = {
    type: 'object',
    additionalProperties: false,
    required: ['connections'],
    properties: { $schema: { type: 'string' }, connections: list },
  };
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'CONNECTIONS_FILE',
    anyOf: [list, file],
    $defs: { connection },
  };
  return JSON.stringify(schema, null, 2);
}

function describe(variable: ConnectionVariable): object {
  const schema = environment.shape[variable];
  const { summary, accepted } = about.get(schema)!;
  const { enum: words, pattern } = z.toJSONSchema(schema, { io: 'input' });
  const description = `${summary} Accepted: ${accepted}.`;
  if (words?.includes('true') === true) return { enum: [true, false, ...words], description };
  if (words !== undefined) return { enum: words, description };
  return { type: pattern === '^\\d+$' ? ['integer', 'string'] : 'string', description };
}
