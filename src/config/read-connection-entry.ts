import { about } from './about.ts';
import { checkConnection } from './check-connection.ts';
import type { ConfigFault } from './config-error.ts';
import type { ConnectionConfig } from './config.ts';
import {
  CONNECTION_VARIABLES,
  CREDENTIAL_VARIABLES,
  isConnectionVariable,
  PLACE_VARIABLES,
} from './connection-variables.ts';
import type { ConnectionValues, ConnectionVariable } from './connection-variables.ts';
import { environment } from './environment.ts';
import { followReference, isSecretReference, REFERENCE_ACCEPTED, SECRET_REFERENCES } from './secret-reference.ts';
import { show } from './show.ts';
import { toConnection } from './to-connection.ts';
import { label } from './values.ts';
import { warnOfConnection } from './warn-of-connection.ts';

type Env = Record<string, string | undefined>;

/** What holds for every connection that does not say otherwise. */
export interface Surroundings {
  /** What the environment says of connections. */
  values: ConnectionValues;
  env: Env;
  /** The managed identity where no application is named; null where there is none. */
  identity: string | null;
}

const NAME_LENGTH = 60;
const Name = label(NAME_LENGTH);
const KEYS = ['name', ...CONNECTION_VARIABLES, ...SECRET_REFERENCES];

/** One entry of CONNECTIONS_FILE. Its keys are the variables' names; what it leaves out is as in the environment. */
export function readConnectionEntry(
  place: string,
  entry: Record<string, unknown>,
  { values: around, env, identity }: Surroundings,
): { connection: ConnectionConfig | null; faults: ConfigFault[]; warnings: string[] } {
  const own = new Map<string, unknown>();
  const faults: ConfigFault[] = [];
  const refuse = ({ variable, ...fault }: ConfigFault) => faults.push({ variable: `${place}.${variable}`, ...fault });
  for (const [key, found] of Object.entries(entry)) {
    if (typeof found === 'string' && found.trim() === '') continue;
    const read = readKey(key, typeof found === 'string' ? found.trim() : found, env);
    if ('accepted' in read) refuse(read);
    // Only the secret has several keys.
    else if (own.has(read.name)) refuse({ variable: key, found: 'a second client secret', accepted: 'one' });
    else own.set(read.name, read.value);
  }

  const { name, ...ownValues } = Object.fromEntries(own) as ConnectionValues & { name?: string };
  const values = { ...inherited(around, ownValues), ...ownValues };
  // A value that is wrong is not missing as well.
  const known = new Set(faults.map(({ variable }) => variable));
  for (const fault of checkConnection(values, identity !== null))
    if (!known.has(`${place}.${fault.variable}`)) refuse(fault);
  if (faults.length > 0) return { connection: null, faults, warnings: [] };
  const warnings = warnOfConnection(ownValues, values, `${place}.`);
  return { connection: toConnection(name, values, identity), faults, warnings };
}

/** What a key says, under the name it is known by inside; or what is wrong with it. */
function readKey(key: string, found: unknown, env: Env): { name: string; value: unknown } | ConfigFault {
  if (key === 'name')
    return Name.safeParse(found).success
      ? { name: key, value: found }
      : { variable: key, found: show(found), accepted: `a text of at most ${NAME_LENGTH} characters` };
  if (isSecretReference(key)) {
    const secret = typeof found === 'string' ? followReference(key, found, env) : { wrong: 'which is no text' };
    if (!('wrong' in secret)) return { name: 'AZURE_CLIENT_SECRET', value: secret };
    return { variable: key, found: `${show(found)}, ${secret.wrong}`, accepted: REFERENCE_ACCEPTED[key] };
  }
  if (isConnectionVariable(key)) return readVariable(key, found);
  return { variable: key, found: 'a key without a meaning', accepted: KEYS.join(', ') };
}

/** The text of a variable may be written as a number or as true or false. */
function readVariable(variable: ConnectionVariable, found: unknown): { name: string; value: unknown } | ConfigFault {
  const schema = environment.shape[variable];
  const parsed = schema.safeParse(typeof found === 'number' || typeof found === 'boolean' ? String(found) : found);
  if (parsed.success) return { name: variable, value: parsed.data };
  const { accepted, secret } = about.get(schema)!;
  return { variable, found: show(found, secret), accepted };
}

/** What the environment says for all: never which connection it is, and never half a credential. */
function inherited(around: ConnectionValues, own: ConnectionValues): ConnectionValues {
  const hasCredential = CREDENTIAL_VARIABLES.some((variable) => variable in own);
  const left: readonly string[] = [...PLACE_VARIABLES, ...(hasCredential ? CREDENTIAL_VARIABLES : [])];
  return Object.fromEntries(Object.entries(around).filter(([variable]) => !left.includes(variable)));
}
