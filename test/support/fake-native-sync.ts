import { randomUUID } from 'node:crypto';
import type { FieldValues, Incident } from '../../src/incident/incident.ts';
import type { Side } from '../../src/incident/side.ts';
import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import type { CarriedReading } from '../../src/simulator/native-sync/carried-side.ts';
import type { CarriedValues } from '../../src/simulator/native-sync/carried-values.ts';
import { NativeSync } from '../../src/simulator/native-sync/native-sync.ts';
import { PROVIDER_NAMES } from '../../src/simulator/native-sync/settings.ts';
import { REASON_OF } from '../../src/simulator/native-sync/translate.ts';
import type { Clock } from '../../src/sync/ports/clock.ts';
import type { FakePortal, Held } from './fake-sides.ts';

const REDIRECTED = 'Redirected';

interface FakeStores {
  defender: FakePortal;
  sentinel: FakePortal;
  /** Sentinel takes, an incident. */
  mostComments: number;
  addTwin(name: string, title: string, fields: FieldValues, provider: Incident['provider']): void;
}

/**
 * Microsoft's own sync over the fake sides: the simulator's, with the same switches, delays and losses. It is off until
 * `apply({ state: 'on' })`, and from then on moves with the clock; `step()` does what is due at once, as after a pause.
 */
export function createFakeNativeSync(clock: Clock, stores: FakeStores): NativeSync {
  const { defender, sentinel } = stores;
  const read = (portal: FakePortal, id: string): CarriedReading | null => {
    const entry = portal.held.get(id);
    if (entry === undefined) return null;
    const comments = entry.comments.map((comment, at) => ({ ...comment, key: comment.id ?? String(at) }));
    return { values: valuesOf(entry.incident), comments, isMerged: entry.incident.mergedInto !== null };
  };
  const sync = new NativeSync({
    now: clock.now,
    defender: {
      onChange: defender.onChange,
      ids: () => [...defender.held.keys()],
      read: (id) => read(defender, id),
      write(id, values, by) {
        const entry = defender.must(id);
        Object.assign(entry.incident, fieldsOf(values, entry.incident.state, 'defender'));
        defender.touch(entry, by);
      },
      comment: (id, { author, text }, by) => defender.comment(defender.must(id), { id: null, author, text }, by),
    },
    sentinel: {
      onChange: sentinel.onChange,
      read: (name) => read(sentinel, name),
      find(defenderId) {
        const isTwin = ({ incident: { provider } }: Held) =>
          provider?.incidentId === defenderId && PROVIDER_NAMES.some((name) => name === provider.name);
        return [...sentinel.held.values()].find(isTwin)?.incident.id ?? null;
      },
      create(defenderId, values, name) {
        const id = randomUUID();
        const { title, ...fields } = fieldsOf(values, openState('new'), 'sentinel');
        const blank: FieldValues = { state: openState('new'), severity: 'informational', owner: null, tags: [] };
        stores.addTwin(id, title ?? '', { ...blank, ...fields }, { name, incidentId: defenderId });
        return id;
      },
      write(name, values) {
        const entry = sentinel.must(name);
        const changes = fieldsOf(values, entry.incident.state, 'sentinel');
        if (Object.keys(changes).length === 0) return false;
        Object.assign(entry.incident, changes);
        sentinel.touch(entry, null);
        return true;
      },
      comment(name, { author, text }) {
        const entry = sentinel.must(name);
        if (entry.comments.length >= stores.mostComments) return false;
        sentinel.comment(entry, { id: randomUUID(), author, text }, null);
        return true;
      },
      closeMerged(name) {
        const entry = sentinel.must(name);
        const closed = fieldsOf({ status: 'Closed' }, entry.incident.state, 'sentinel');
        Object.assign(entry.incident, closed, { tags: [REDIRECTED] });
        sentinel.touch(entry, null);
      },
    },
  });
  sync.run((milliseconds, task) => clock.after(milliseconds, task));
  return sync;
}

type Fields = Partial<FieldValues & { title: string }>;

/** What the side's adapter would not show either is left out. */
function valuesOf({ state, severity, owner, tags, title }: Incident): CarriedValues {
  const isClosed = state.status === 'closed';
  return {
    status: capital(state.status),
    ...(isClosed ? { classification: capital(state.classification), closingNote: state.note } : {}),
    ...(severity === 'unknown' ? {} : { severity: capital(severity) }),
    ...(owner === null ? { owner: null } : owner.upn === null ? {} : { owner: owner.upn }),
    tags: tags.filter((tag) => tag !== REDIRECTED),
    title,
  };
}

function fieldsOf(values: Partial<CarriedValues>, present: State, side: Side): Fields {
  const { status, classification, closingNote, severity, owner, tags, title } = values;
  const isState = [status, classification, closingNote].some((value) => value !== undefined);
  return {
    ...(isState ? { state: stateOf(values, present, side) } : {}),
    ...(severity === undefined ? {} : { severity: small(severity) }),
    ...(owner === undefined ? {} : ownerOf(owner, side)),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(title === undefined ? {} : { title }),
  };
}

function stateOf({ status, classification, closingNote }: Partial<CarriedValues>, present: State, side: Side): State {
  const next = status === undefined ? present.status : small(status);
  if (next !== 'closed') return openState(next);
  const before = present.status === 'closed' ? present : { ...openState('new'), status: 'closed' as const };
  const isSame = classification === undefined || small(classification) === before.classification;
  const closed = { ...before, note: closingNote ?? before.note };
  if (side === 'defender')
    return isSame ? closed : { ...closed, classification: small(classification), determination: null };
  if (classification === undefined) return closed;
  const reason = REASON_OF[classification];
  return { ...closed, classification: small(classification), reason: reason === undefined ? null : small(reason) };
}

/** Sentinel's directory knows whoever has an address; others leave its owner as it is. */
function ownerOf(upn: string | null, side: Side): Pick<Fields, 'owner'> {
  if (upn === null) return { owner: null };
  if (side === 'defender') return { owner: { upn, objectId: null, name: null } };
  return upn.includes('@') ? { owner: { upn, objectId: `id-of-${upn}`, name: null } } : {};
}

const capital = <W extends string>(word: W) => (word.slice(0, 1).toUpperCase() + word.slice(1)) as Capitalize<W>;
const small = <W extends string>(word: W) => (word.slice(0, 1).toLowerCase() + word.slice(1)) as Uncapitalize<W>;
