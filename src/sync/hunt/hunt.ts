import { MOST_ENTITY_NAMES } from '../../incident/entity-names.ts';
import type { EntityName } from '../../incident/entity-names.ts';
import type { SyncContext } from '../context.ts';
import type { Link } from '../link.ts';
import { recordEntityNames } from '../observe/record-alerts.ts';
import type { HuntFinding, HuntRefusal } from '../ports/desk.ts';
import type { HuntRow } from '../ports/hunting-port.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { huntQueries, MOST_ROWS } from './hunt-queries.ts';
import type { HuntQuery } from './hunt-queries.ts';

type Hunted = { outcome: 'found'; findings: HuntFinding[] } | { outcome: 'refused'; code: HuntRefusal; reason: string };

/**
 * Runs the ready-made queries about what an incident's alerts name, one after the other, for a person who waits. A
 * query that fails is told as such and keeps none of the others back; only a missing permission ends the hunt.
 */
export async function hunt(context: SyncContext, link: Link): Promise<Hunted> {
  const refused = refuse(link);
  if (refused !== null) return refused;
  return context.urgently(async () => {
    const names = await namesOf(context, link).catch((error: unknown) => whyUnread(context, link, error));
    if ('outcome' in names) return names;
    const queries = huntQueries(names);
    if (queries.length === 0) return refusedAs('nothing_to_hunt', 'Its alerts name nothing that can be hunted for.');
    const findings: HuntFinding[] = [];
    for (const query of queries) {
      try {
        const rows = await context.hunting.run(query.kql, context.settings.huntDays);
        findings.push(toFinding(query, rows, null));
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        context.log.warn({ link: link.number, kind: query.kind, err: error }, 'a hunt failed');
        if (error.code === 'forbidden') return refusedAs('hunting_refused', error.message);
        findings.push(toFinding(query, [], error.message));
      }
    }
    return { outcome: 'found', findings };
  });
}

function refuse(link: Link): Hunted | null {
  if (link.standing === 'merged') return refusedAs('merged', `#${link.number} was merged into #${link.mergedInto}.`);
  if (link.standing === 'gone') return refusedAs('gone', `#${link.number} no longer exists.`);
  return null;
}

/** What is kept of the alerts; where nothing is, they are read now, and kept. */
async function namesOf({ store, defender }: SyncContext, link: Link): Promise<EntityName[]> {
  const known = await store.entityNames(link.number, MOST_ENTITY_NAMES);
  if (known.length > 0 || link.defenderId === null) return known;
  const list = await defender.listAlerts(link.defenderId);
  await store.transaction(async (records) => {
    const fresh = (await records.link(link.number))!;
    if (await recordEntityNames(records, fresh, list)) await records.saveLink(fresh);
  });
  return store.entityNames(link.number, MOST_ENTITY_NAMES);
}

/** Whoever asked can do something about a permission, or ask again later; anything but a refusal is a fault of ours. */
function whyUnread(context: SyncContext, { number }: Link, error: unknown): Hunted {
  if (!(error instanceof RemoteError)) throw error;
  context.log.warn({ link: number, err: error }, 'the alerts a hunt is about cannot be read');
  const reason =
    error.code === 'forbidden'
      ? 'Defender does not let Dragoman read alerts. An administrator has to grant it SecurityAlert.Read.All.'
      : `Defender could not be asked just now what the alerts of #${number} name: ${error.message}. Try again in a moment.`;
  return refusedAs('hunting_unavailable', reason);
}

function toFinding({ question, subjects, columns }: HuntQuery, rows: readonly HuntRow[], fault: string | null) {
  const found = rows.slice(0, MOST_ROWS).map((row) => {
    const what = columns.map((column) => String(row[column] ?? '').trim()).filter((text) => text !== '');
    const times = Number(row['Times'] ?? Number.NaN);
    const last = row['Last'];
    return {
      what: what.length === 0 ? ['unnamed'] : what,
      times: Number.isFinite(times) ? times : null,
      lastAt: typeof last === 'string' ? last : null,
    };
  });
  return { question, subjects, rows: found, fault };
}

function refusedAs(code: HuntRefusal, reason: string): Hunted {
  return { outcome: 'refused', code, reason };
}
