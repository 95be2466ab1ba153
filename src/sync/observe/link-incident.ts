import { derivedId } from '../../incident/comment.ts';
import type { Incident } from '../../incident/incident.ts';
import { isAtLeast } from '../../incident/severity.ts';
import type { Side } from '../../incident/side.ts';
import { compareTimestamps, shiftSeconds, toTicks } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import { foundOut } from '../history/event.ts';
import type { Link, NewLink } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Connection, Records } from '../ports/records.ts';
import { isMicrosoftProvider } from '../topology/provider-names.ts';
import { hold } from '../promise/hold.ts';

/** The resource name of a Defender incident's Sentinel twin: derived, so that no crash can make a second one. */
export function twinNameOf(connectionId: string, defenderId: string): string {
  return derivedId(connectionId, 'twin', defenderId);
}

/**
 * The link an incident that is seen for the first time belongs to: a new one, or the one its other side has. Twins
 * are known by their derived name or by what Sentinel says they stand for, never by their title. Returns null where
 * the incident is none of ours. The caller saves what it lays over the link.
 */
export async function linkIncident(
  records: Records,
  context: SyncContext,
  side: Side,
  incident: Incident,
  isWanted: boolean,
): Promise<Link | null> {
  const connection = (await records.connection(context.connectionId))!;
  if (incident.mergedInto !== null) return linkMerged(records, context, connection, incident);
  return side === 'defender'
    ? linkDefender(records, context, connection, incident, isWanted)
    : linkSentinel(records, context, connection, incident);
}

async function linkDefender(
  records: Records,
  context: SyncContext,
  connection: Connection,
  incident: Incident,
  isWanted: boolean,
): Promise<Link | null> {
  const derived = twinNameOf(context.connectionId, incident.id);
  // Sentinel may have been read first, and shown the twin of an earlier life of this database, or Microsoft's.
  const own = await records.linkById(context.connectionId, 'sentinel', derived);
  if (own !== null) return { ...own, defenderId: incident.id };
  if (!isWanted && !isSevereEnough(context, incident)) return null;
  const isOneTenant = context.tenants.defender === context.tenants.sentinel;
  const native = isOneTenant ? await records.linkByProvider(context.connectionId, incident.id) : null;
  if (native !== null && connection.mode !== 'bridge') {
    await noteTwinLag(records, connection, incident, native.sentinel!.observation.incident);
    return { ...native, defenderId: incident.id };
  }
  if (native !== null) await noteDouble(records, context, connection, incident.id, native.sentinelName!);
  const sentinelName = connection.mode === 'bridge' ? derived : null;
  return addLink(records, context, connection, incident, { defenderId: incident.id, sentinelName });
}

/** One that Defender has not rated (or in a word we do not know) may be the worst of all: it is not left out. */
function isSevereEnough({ settings }: SyncContext, { severity }: Incident): boolean {
  return severity === 'unknown' || isAtLeast(severity, settings.minSeverity);
}

/**
 * One that was merged before it was ever seen gets no twin and no card. Its comments, which Defender leaves behind, go
 * on to the survivor all the same, and so does what was merged into it before.
 */
async function linkMerged(
  records: Records,
  context: SyncContext,
  connection: Connection,
  incident: Incident,
): Promise<Link | null> {
  const derived = twinNameOf(context.connectionId, incident.id);
  const own = await records.linkById(context.connectionId, 'sentinel', derived);
  if (own !== null) return { ...own, defenderId: incident.id };
  const sentinelName = connection.mode === 'bridge' ? derived : null;
  return addLink(records, context, connection, incident, { defenderId: incident.id, sentinelName });
}

async function linkSentinel(
  records: Records,
  context: SyncContext,
  connection: Connection,
  incident: Incident,
): Promise<Link | null> {
  for (const neighbour of context.neighbours)
    if ((await records.linkById(neighbour, 'sentinel', incident.id)) !== null) return null;
  const defenderId = standsFor(context, incident);
  if (defenderId === null && isNeighbours(context, incident)) return null;
  if (defenderId === null)
    return addLink(records, context, connection, incident, { defenderId: null, sentinelName: incident.id });
  const known = await records.linkById(context.connectionId, 'defender', defenderId);
  if (known === null && connection.mode !== 'bridge' && !isSevereEnough(context, incident)) return null;
  if (known === null)
    return addLink(records, context, connection, incident, {
      defenderId: connection.mode === 'bridge' ? null : defenderId,
      sentinelName: incident.id,
    });
  if (connection.mode === 'bridge' || known.sentinel !== null) {
    await noteDouble(records, context, connection, defenderId, incident.id);
    return null;
  }
  if (known.defender !== null) await noteTwinLag(records, connection, known.defender.observation.incident, incident);
  return { ...known, sentinelName: incident.id };
}

/**
 * The Defender incident that Microsoft's own sync says a Sentinel incident stands for. It only ever joins a workspace
 * to the Defender of its own tenant, and every tenant numbers from the same beginning.
 */
function standsFor({ tenants }: SyncContext, { provider }: Incident): string | null {
  if (tenants.defender !== tenants.sentinel) return null;
  if (provider === null || !isMicrosoftProvider(provider.name)) return null;
  return provider.incidentId;
}

/** Microsoft made it for the workspace's own tenant, and another connection serves that tenant's Defender. */
function isNeighbours({ tenants, neighbours }: SyncContext, { provider }: Incident): boolean {
  if (provider?.incidentId == null || !isMicrosoftProvider(provider.name)) return false;
  return neighbours.some((id) => id.startsWith(`${tenants.sentinel}|`));
}

/** Two Sentinel incidents for one Defender incident. Under a bridge that means that somebody else makes twins too. */
async function noteDouble(
  records: Records,
  context: SyncContext,
  connection: Connection,
  defenderId: string,
  sentinelName: string,
): Promise<void> {
  const since = isoNow(context.clock);
  const isKnown = (await records.duplicates(connection.id)).some((one) => one.sentinelName === sentinelName);
  await records.noteDuplicate({ connectionId: connection.id, sentinelName, defenderId, since });
  // An admin who said `sync go` in spite of one double knows of it; a new one stops the sync again.
  if (connection.mode !== 'bridge' || connection.knowsNative || isKnown) return;
  const evidence = `it made ${sentinelName} for Defender incident ${defenderId}`;
  await hold(records, connection, { kind: 'nativeFound', since, evidence });
}

async function noteTwinLag(
  records: Records,
  connection: Connection,
  defender: Incident,
  sentinel: Incident,
): Promise<void> {
  if (connection.mode !== 'native') return;
  const seconds = Number(toTicks(sentinel.createdAt) - toTicks(defender.createdAt)) / 10_000_000;
  await records.noteLag({ connectionId: connection.id, what: 'twin', seconds, at: sentinel.createdAt });
}

async function addLink(
  records: Records,
  context: SyncContext,
  connection: Connection,
  incident: Incident,
  ids: Pick<NewLink, 'defenderId' | 'sentinelName'>,
): Promise<Link> {
  const liveSince = shiftSeconds(connection.liveSince, -context.settings.clockSkewSeconds);
  const isLive = !connection.holds.some(({ kind }) => kind === 'rehearsal');
  const isMerged = incident.mergedInto !== null;
  const link = await records.addLink({
    connectionId: connection.id,
    ...ids,
    standing: isMerged ? 'merged' : 'linked',
    mergedInto: null,
    base: {},
    defender: null,
    sentinel: null,
    story: null,
    alerts: null,
    version: 0,
    reconfirmVersion: 0,
    announced: isLive && !isMerged && compareTimestamps(incident.createdAt, liveSince) >= 0,
    overruled: [],
    questions: {},
    frozen: {},
    disagreements: {},
    apartFrom: null,
    createdAt: isoNow(context.clock),
  });
  if (isMerged) return link;
  const origin = ids.defenderId === null ? 'sentinel' : 'defender';
  await records.appendEvent(foundOut(link, incident.createdAt, { kind: 'opened', origin, now: incident.state }));
  return link;
}
