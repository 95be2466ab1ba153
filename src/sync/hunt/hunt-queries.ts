import { foldEntityName } from '../../incident/entity-names.ts';
import type { EntityName, EntityNameKind } from '../../incident/entity-names.ts';
import { kqlText } from '../kql-text.ts';

/** A ready-made query about what an incident's alerts name. */
export interface HuntQuery {
  kind: EntityNameKind;
  /** What it asks, in words for people. */
  question: string;
  /** The names it asks about, as Defender spells them. */
  subjects: string[];
  /** The columns that tell what was found; beside them are `Times` and `Last`. */
  columns: readonly [string, string];
  kql: string;
}

/** The names of a kind that one query asks about, and the rows it may answer with. */
const MOST_SUBJECTS = 10;
export const MOST_ROWS = 10;

interface ReadyMade {
  question: string;
  table: string;
  columns: readonly [string, string];
  /** The condition of the query; null where it fits none of the names. */
  where(names: readonly string[]): string | null;
}

/** They count and name, and show no command lines or contents: those may hold secrets, and a channel reads along. */
const READY_MADE: Record<EntityNameKind, ReadyMade> = {
  host: {
    question: 'Who signed in to these hosts',
    table: 'DeviceLogonEvents',
    columns: ['AccountName', 'DeviceName'],
    where: (names) => isOneOf('DeviceName', names),
  },
  user: {
    question: 'From where these users signed in',
    table: 'IdentityLogonEvents',
    columns: ['IPAddress', 'Application'],
    where: (names) =>
      isOneOf(
        'AccountUpn',
        names.filter((name) => name.includes('@')),
      ),
  },
  ip: {
    question: 'Which devices spoke to these IP addresses',
    table: 'DeviceNetworkEvents',
    columns: ['DeviceName', 'RemoteIP'],
    where: (names) => isOneOf('RemoteIP', names),
  },
  url: {
    question: 'Which devices reached these web addresses',
    table: 'DeviceNetworkEvents',
    columns: ['DeviceName', 'RemoteUrl'],
    where: (names) => anyOf('RemoteUrl', 'has_any', names.map(hostOf)),
  },
  hash: {
    question: 'On which devices these files are',
    table: 'DeviceFileEvents',
    columns: ['DeviceName', 'FileName'],
    where(names) {
      const ofLength = (column: string, length: number) =>
        isOneOf(
          column,
          names.filter((name) => name.length === length),
        );
      const conditions = [ofLength('SHA256', 64), ofLength('SHA1', 40), ofLength('MD5', 32)];
      return conditions.filter((condition) => condition !== null).join(' or ') || null;
    },
  },
};

/** One query for each kind of name that there is; none where nothing can be asked about. */
export function huntQueries(names: readonly EntityName[]): HuntQuery[] {
  const kinds = Object.entries(READY_MADE) as [EntityNameKind, ReadyMade][];
  return kinds.flatMap(([kind, { question, table, columns, where }]) => {
    const ofKind = names.filter((one) => one.kind === kind);
    const subjects = ofKind.filter(({ isMain }) => isMain).slice(0, MOST_SUBJECTS);
    // A host is known by its domain name there, which is another name of the same thing.
    const others = ofKind.filter(({ isMain }) => !isMain).slice(0, MOST_SUBJECTS);
    const condition = where([...subjects, ...others].map(({ name }) => name));
    if (condition === null) return [];
    const kql = [
      table,
      `where ${condition}`,
      `summarize Times = count(), Last = max(Timestamp) by ${columns.join(', ')}`,
      `top ${MOST_ROWS} by Times desc`,
    ].join(' | ');
    return [{ kind, question, subjects: subjects.map(({ name }) => name), columns, kql }];
  });
}

function isOneOf(column: string, names: readonly string[]): string | null {
  return anyOf(column, 'in~', names);
}

function anyOf(column: string, operator: 'in~' | 'has_any', names: readonly string[]): string | null {
  const literals = [...new Set(names.map(kqlText))].filter((literal) => literal !== '""');
  return literals.length === 0 ? null : `${column} ${operator} (${literals.join(', ')})`;
}

function hostOf(address: string): string {
  return foldEntityName(address).split(/[/?#:]/, 1)[0]!;
}
