import { randomUUID } from 'node:crypto';
import type { SyncContext, SyncLogger } from '../../src/sync/context.ts';
import { createConnectionSync } from '../../src/sync/connection-sync.ts';
import type { FieldValues } from '../../src/incident/incident.ts';
import { createPeople } from '../../src/incident/people.ts';
import type { Person } from '../../src/incident/person.ts';
import { followMode } from '../../src/sync/posture/follow-mode.ts';
import { createDesk, createFeeds } from '../../src/sync/desk.ts';
import { policyForAll } from '../../src/sync/conflict-policy.ts';
import { newConnection } from '../../src/sync/posture/new-connection.ts';
import { recognisingDefender, recognisingSentinel } from '../../src/sync/recognise-people.ts';
import { createPauses } from '../../src/sync/pauses.ts';
import { createTrafficMeter } from '../../src/sync/ports/traffic.ts';
import { followEvents } from '../../src/automation/follow-events.ts';
import type { Rule } from '../../src/automation/rule.ts';
import type { AuditTrailRow } from '../../src/store/read-audit.ts';
import { twinNameOf } from '../../src/sync/observe/link-incident.ts';
import type { Store } from '../../src/sync/ports/records.ts';
import type { ActionResult, PersonAction, QuotaUse } from '../../src/sync/ports/desk.ts';
import { meant } from './asked.ts';
import type { Asked } from './asked.ts';
import { lendStore } from './lend-store.ts';
import { topologyFacts } from './topology-facts.ts';
import { createFakeClock } from './fake-clock.ts';
import { neverAnswered } from './crashes.ts';
import type { Crashes, PlannedCrash, When } from './crashes.ts';
import { createFakeSides } from './fake-sides.ts';

export const ana: Person = {
  objectId: '00000000-0000-4000-8000-0000000000aa',
  tenantId: 'contoso',
  upn: 'ana@contoso.test',
  name: 'Ana Diaz',
};

export const bob: Person = {
  ...ana,
  objectId: '00000000-0000-4000-8000-0000000000bb',
  upn: 'bob@contoso.test',
  name: 'Bob Lund',
};

const silent: SyncLogger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * The whole sync over fake sides and a real store, on a fake clock. `restart` throws the process away and starts
 * another one on the same store: whatever was only in memory is gone.
 */
export async function createSyncWorld(
  settings: Partial<SyncContext['settings']> = {},
  tenancy: Partial<Pick<SyncContext, 'people' | 'tenants' | 'directories' | 'neighbours' | 'hunting'>> = {},
) {
  const clock = createFakeClock();
  const meter = createTrafficMeter();
  const sides = createFakeSides(clock, meter);
  const store = await lendStore();
  const connectionId = 'contoso|/workspace';
  const quotas: QuotaUse[] = [];
  /** What a look at who else syncs would show. */
  const neighbourhood = { facts: topologyFacts() };
  const context: SyncContext = {
    connectionId,
    name: 'workspace',
    mark: null,
    deadlines: null,
    neighbours: [],
    defender: sides.defender,
    sentinel: sides.sentinel,
    hunting: { run: async () => [] },
    directories: {
      defender: { resolve: async (owner) => owner },
      sentinel: {
        resolve: async (owner) => (owner.upn?.includes('@') ? { ...owner, objectId: `id-of-${owner.upn}` } : null),
      },
    },
    people: createPeople([]),
    tenants: { defender: 'contoso', sentinel: 'contoso' },
    ...tenancy,
    meter,
    pauses: createPauses(clock),
    store: store.sync,
    clock,
    quotas: () => quotas,
    topology: { look: async () => neighbourhood.facts },
    urgently: (work) => work(),
    settings: {
      mode: 'bridge',
      start: 'go',
      conflictPolicy: policyForAll('newest'),
      massChangeLimit: 50,
      nativeDeadlineSeconds: 900,
      driftRepair: 'click',
      clockSkewSeconds: 5,
      minSeverity: 'unknown',
      commentMaxLength: 1000,
      requestTimeoutSeconds: 15,
      huntDays: 7,
      sinceSeconds: 7 * 86_400,
      overlapSeconds: 600,
      patienceMilliseconds: 1500,
      ...settings,
    },
    log: silent,
  };
  await store.sync.addConnection(newConnection(connectionId, clock.now().toISOString(), context.settings));
  const start = () => {
    const life = { alive: true };
    const feeds = createFeeds();
    const mortalStore = mortal({ ...store.sync, transaction: transactionIn(store, sides.crashes) }, life);
    const [defender, sentinel] = [mortal(sides.defender, life), mortal(sides.sentinel, life)];
    // Otherwise the fakes stand bare, since tests replace their methods one by one.
    const knowsPeople = tenancy.people !== undefined;
    const sync = createConnectionSync(
      {
        ...context,
        pauses: createPauses(clock),
        defender: knowsPeople ? recognisingDefender(defender, context.people) : defender,
        sentinel: knowsPeople ? recognisingSentinel(sentinel, context.people) : sentinel,
        store: mortalStore,
        clock: {
          now: clock.now,
          after: (milliseconds, task) => clock.after(milliseconds, () => void (life.alive && task())),
        },
      },
      {
        changed: feeds.changes.publish,
        observed: () => followEvents({ ...context, store: mortalStore }, rulesInForce),
        cycled: () => feeds.cycles.publish(connectionId),
      },
    );
    return { life, sync, desk: createDesk(mortalStore, [sync], feeds, clock) };
  };
  /** What every start begins with. */
  const follow = () => {
    const mortalStore = { ...store.sync, transaction: transactionIn(store, sides.crashes) };
    return followMode(mortalStore, connectionId, context.settings.mode, clock.now().toISOString());
  };
  let rulesInForce: readonly Rule[] = [];
  let running = start();
  let keys = 0;
  /** Microsoft's twin while its own sync is on, otherwise ours. */
  const twinOf = (defenderId: string) => sides.nativeSync.twinOf(defenderId) ?? twinNameOf(connectionId, defenderId);
  const original = (id: string) => sides.defenderSide.must(id);
  const twin = (id: string) => sides.sentinelSide.must(twinOf(id));
  return {
    clock,
    sides,
    store,
    context,
    neighbourhood,
    meter,
    /** What is left of the services' allowances, to be filled in. */
    quotas,
    get desk() {
      return running.desk;
    },
    get sync() {
      return running.sync;
    },
    twinOf,
    /** The Defender incident, as Defender holds it. */
    original,
    /** Its Sentinel twin, as Sentinel holds it. */
    twin,
    severities: (id: string) => [original(id).incident.severity, twin(id).incident.severity],
    /** A new incident that has its twin already. */
    async linked(title = 'Phish', fields: Partial<FieldValues> = {}): Promise<string> {
      const id = sides.raise(title, fields);
      await running.desk.syncNow();
      return id;
    },
    /** Somebody does something in chat: by default Ana, to the first incident. */
    async act(asked: Asked, action: Partial<PersonAction> = {}): Promise<ActionResult> {
      const ask = await meant(running.desk, asked, action.incident ?? 1);
      return running.desk.act({ by: ana, incident: 1, ask, key: `act-${(keys += 1)}`, version: null, ...action });
    },
    /** The audit from its beginning. */
    async audit(): Promise<AuditTrailRow[]> {
      const rows = [];
      for await (const row of store.audit({ since: '2000' })) rows.push(row);
      return rows;
    },
    /** Ana does something in chat; true when it was accepted. */
    async click(incident: number, asked: Asked): Promise<boolean> {
      const key = `click-${(keys += 1)}`;
      const ask = await meant(running.desk, asked, incident);
      const result = await running.desk.act({ by: ana, incident, ask, key, version: null });
      return result.outcome === 'applied';
    },
    key: () => `key-${(keys += 1)}`,
    /** The process is gone at once, as by SIGKILL, and another one starts on the same store. */
    restart() {
      running.life.alive = false;
      running = start();
    },
    /** Another start of the process after an orderly end, with other settings. */
    async anotherLife(changes: Partial<SyncContext['settings']>) {
      await running.sync.stop();
      running.life.alive = false;
      context.settings = { ...context.settings, ...changes };
      await follow();
      running = start();
    },
    /** Does something during which the process may die at the n-th request; it is started again if it does. */
    async orCrash(countdown: number, when: When, work: () => Promise<unknown>): Promise<void> {
      await this.orCrashAt({ point: 'any request', when, nth: countdown - 1 }, work);
    },
    /** The same at any of its points. Answers whether it died. */
    async orCrashAt(crash: PlannedCrash, work: () => Promise<unknown>): Promise<boolean> {
      const crashed = new Promise<true>((resolve) => {
        sides.crashes.plan(crash, () => {
          running.life.alive = false;
          resolve(true);
        });
      });
      const hasDied = await Promise.race([work().then(() => false), crashed]);
      sides.crashes.forget();
      if (!hasDied) return false;
      await follow();
      running = start();
      return true;
    },
    /** Microsoft's own sync makes the twin of a Defender incident, under a name of its own. */
    makeNativeTwin(id: string): string {
      const name = randomUUID();
      const incident = structuredClone({
        ...original(id).incident,
        id: name,
        provider: { name: 'Microsoft XDR', incidentId: id },
      });
      sides.sentinelSide.held.set(name, { incident, etag: 1, comments: [], alerts: [], bookmarks: [] });
      sides.sentinelSide.edit(name, {});
      incident.createdAt = incident.modifiedAt;
      return name;
    },
    /** From here on these rules are asked. */
    setRules(changed: readonly Rule[]) {
      rulesInForce = changed;
    },
    /** Cycles, with time between them, until nothing is open any more. */
    async settle(cycles = 12) {
      for (let cycle = 0; cycle < cycles; cycle += 1) {
        clock.advance(310_000);
        const report = await running.desk.syncNow();
        if (report.waiting === 0 && report.writes === 0 && report.faults.length === 0) return;
      }
    },
    async close() {
      running.life.alive = false;
      await store.close();
    },
  };
}

/** The store's transactions, before and after each of which the process may die. */
function transactionIn({ sync }: { sync: Store }, crashes: Crashes): Store['transaction'] {
  return async (work) => {
    const point = crashes.transaction();
    if (point !== null && crashes.strikes(point, 'before')) return neverAnswered();
    const result = await sync.transaction(work);
    if (point !== null && crashes.strikes(point, 'after')) return neverAnswered();
    return result;
  };
}

/** What a dead process asks for is never answered: nothing of it goes on after its end. */
function mortal<T extends object>(target: T, life: { alive: boolean }): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]) => (life.alive ? Reflect.apply(member, object, parameters) : neverAnswered());
    },
  });
}

export type SyncWorld = Awaited<ReturnType<typeof createSyncWorld>>;
