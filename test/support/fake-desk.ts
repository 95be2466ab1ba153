import { foldEntityName } from '../../src/incident/entity-names.ts';
import type { EntityNameKind } from '../../src/incident/entity-names.ts';
import { foldText } from '../../src/incident/fold.ts';
import type { Person } from '../../src/incident/person.ts';
import type { Hold } from '../../src/sync/posture/posture.ts';
import type { IncidentView } from '../../src/sync/incident-view.ts';
import type {
  ActionResult,
  ConnectionStatus,
  CycleReport,
  Desk,
  HuntFinding,
  HuntRefusal,
  HuntResult,
  OrderResult,
  PersonAction,
  RehearsalReport,
  SideOutcome,
  SyncOrder,
  Trouble,
} from '../../src/sync/ports/desk.ts';
import type { AuditRow } from '../../src/sync/ports/records.ts';

/** A desk that works: it keeps incidents in memory and does to them what people ask. */
export class FakeDesk implements Desk {
  readonly incidents = new Map<number, IncidentView>();
  readonly rows: AuditRow[] = [];
  readonly acted: PersonAction[] = [];
  /** What the sides answer to the next actions. */
  sides: Record<'defender' | 'sentinel', SideOutcome> = { defender: 'done', sentinel: 'waiting' };
  report: CycleReport = { reads: 4, writes: 2, waiting: 1, faults: [] };
  /** Held open, a cycle takes until it is released. */
  cycle: Promise<void> = Promise.resolve();
  /** Set, everything fails with it. */
  broken: Error | null = null;
  holds: Hold[] = [];
  /** Why nothing may be written in any incident. */
  readOnly: string | null = null;
  readonly orders: { order: SyncOrder; by: Person; only: Hold['kind'] | undefined }[] = [];
  rehearsing: RehearsalReport[] = [];
  trouble: Trouble[] = [];
  /** What each person did last, by object id; taken back, it is gone. */
  readonly #last = new Map<string, { incident: number; before: IncidentView; after: IncidentView }>();
  readonly #listeners = new Set<(numbers: number[]) => void>();
  readonly #cycleListeners = new Set<(connectionId: string) => void>();
  readonly #answers = new Map<string, ActionResult>();

  add(...views: IncidentView[]): void {
    for (const view of views) this.incidents.set(view.number, view);
    this.#publish(views.map((view) => view.number));
  }

  /** Something changed elsewhere. A change of state, severity or owner makes older cards ask again. */
  change(number: number, patch: Partial<IncidentView>): IncidentView {
    const before = this.#known(number);
    const version = before.version + 1;
    const asksAgain = 'state' in patch || 'severity' in patch || 'owner' in patch;
    const reconfirmVersion = asksAgain ? version : before.reconfirmVersion;
    const after = { ...before, version, reconfirmVersion, ...patch };
    this.incidents.set(number, after);
    this.#publish([number]);
    return after;
  }

  async view(number: number): Promise<IncidentView | null> {
    if (this.broken !== null) throw this.broken;
    const view = this.incidents.get(number);
    return view === undefined ? null : { ...view, readOnly: this.readOnly ?? view.readOnly };
  }

  async list(query: Parameters<Desk['list']>[0]) {
    const fits = [...this.incidents.values()].filter(
      (view) =>
        (query.open !== true || view.state.status !== 'closed') &&
        (query.severity === undefined || view.severity === query.severity) &&
        (query.text === undefined || isFoundBy(view, query.text, query.kind)) &&
        (query.tag === undefined || view.tags.includes(query.tag)) &&
        (query.owner === undefined || view.owner?.objectId === query.owner.objectId),
    );
    return { incidents: fits.slice(query.offset, query.offset + query.limit), total: fits.length };
  }

  async find(reference: string): Promise<IncidentView[]> {
    if (this.broken !== null) throw this.broken;
    const linked = /\/incidents?2?\/([\w-]+)(?=[/?#]|$)/i.exec(reference)?.[1];
    const text = (linked ?? reference.replace(/^#/, '')).toLowerCase();
    const views = [...this.incidents.values()];
    const exact = views.filter((view) => String(view.number) === text);
    if (exact.length > 0 && linked === undefined) return exact;
    return views.filter(
      (view) => view.sides.some((side) => side.id === text) || view.title.toLowerCase().includes(text),
    );
  }

  async act(action: PersonAction): Promise<ActionResult> {
    if (this.broken !== null) throw this.broken;
    const known = this.#answers.get(action.key);
    if (known?.outcome === 'applied') return { ...known, repeated: true };
    const view = this.incidents.get(action.incident) ?? null;
    if (view === null)
      return { outcome: 'refused', code: 'unknown_incident', reason: 'There is no such incident.', view };
    const refusal = refusalOf(action, view) ?? this.#undoRefusal(action, view);
    if (refusal !== null) {
      const reason = refusal === 'read_only' ? view.readOnly! : `Refused: ${refusal}.`;
      return { outcome: 'refused', code: refusal, reason, view };
    }
    if (action.version !== null && action.version < view.reconfirmVersion) return { outcome: 'stale', view };
    this.acted.push(action);
    const before = view;
    const result = { outcome: 'applied' as const, view: this.#apply(action), sides: this.sides, repeated: false };
    this.#answers.set(action.key, result);
    const { incident, by, ask } = action;
    if (ask.kind === 'comment' || ask.kind === 'undo') this.#last.delete(by.objectId);
    else this.#last.set(by.objectId, { incident, before, after: result.view });
    return result;
  }

  /** Asked about both sides, so often about each incident. */
  readonly afresh: number[] = [];
  /** What both sides turn out to say when they are asked. */
  onReadAfresh: (number: number) => void = () => undefined;
  unread: ('defender' | 'sentinel')[] = [];

  async readAfresh(number: number) {
    this.afresh.push(number);
    this.onReadAfresh(number);
    return this.unread;
  }

  /** What the next hunts find. */
  hunts: HuntFinding[] | HuntRefusal = [];
  huntReason = 'Told so.';

  async hunt(incident: number): Promise<HuntResult> {
    const view = this.#known(incident);
    if (typeof this.hunts === 'string') return { outcome: 'refused', code: this.hunts, reason: this.huntReason };
    return { outcome: 'found', view, findings: this.hunts, days: 7 };
  }

  async undoable({ objectId }: Person): Promise<number | null> {
    return this.#last.get(objectId)?.incident ?? null;
  }

  #undoRefusal({ ask, by, incident }: PersonAction, view: IncidentView) {
    if (ask.kind !== 'undo') return null;
    const last = this.#last.get(by.objectId);
    if (last?.incident !== incident) return 'nothing_to_undo' as const;
    return isSameIncident(view, last.after) ? null : ('changed_since' as const);
  }

  async syncNow(): Promise<CycleReport> {
    await this.cycle;
    return this.report;
  }

  async status(): Promise<ConnectionStatus[]> {
    const sides = (['defender', 'sentinel'] as const).map((side) => ({
      side,
      lastSuccessAt: '2026-11-22T09:00:00Z',
      fault: null,
      failures: 0,
      failingSince: null,
      cursor: '2026-11-22T08:59:30.1234567Z',
      held: 0,
      heldSince: null,
    }));
    return [
      {
        connectionId: 'tenant|workspace',
        name: 'workspace',
        mode: 'bridge',
        modeReason: 'SYNC_MODE is bridge.',
        holds: this.holds,
        heldBack: this.readOnly ?? (this.holds.length === 0 ? null : 'Held.'),
        readOnly: this.readOnly,
        proposals: 0,
        disagreeing: 0,
        refused: [],
        limits: [],
        neighbours: [],
        duplicates: [],
        keptApart: [],
        nativeLag: [],
        quotas: [],
        alertReads: 0,
        pauses: [],
        lastCycleAt: '2026-11-22T09:00:00Z',
        sides,
        openIntents: 1,
        deadIntents: 0,
        quarantined: 0,
        unreadable: [],
      },
    ];
  }

  async order(order: SyncOrder, by: Person, _connectionId?: string, only?: Hold['kind']): Promise<OrderResult[]> {
    this.orders.push({ order, by, only });
    const isPaused = this.holds.length > 0;
    if (order === 'pause' && !isPaused) this.holds = [{ kind: 'paused', since: '2026-11-22T09:00:00Z', by: by.name }];
    if (order === 'resume') this.holds = [];
    const stops = this.trouble.flatMap(({ cause }) => (cause.kind === 'hold' ? [cause.hold] : []));
    const ended: OrderResult['ended'] = [
      ...(order === 'go' && this.rehearsing.length > 0 ? (['rehearsal'] as const) : []),
      ...(order === 'go' ? stops : []),
    ];
    const wasStopped = this.rehearsing.length > 0 || this.trouble.some(({ cause }) => cause.kind === 'hold');
    if (order === 'go') {
      this.rehearsing = [];
      this.trouble = this.trouble.filter(({ cause }) => cause.kind !== 'hold');
    }
    const changed = order === 'go' ? wasStopped || isPaused : isPaused !== this.holds.length > 0;
    return [{ connectionId: 'tenant|workspace', name: 'workspace', changed, ended, sentence: `${order} done.` }];
  }

  async drift({ limit, offset }: { limit: number; offset: number }) {
    const lines = [...this.incidents.values()].flatMap(({ drift }) => drift);
    return { lines: lines.slice(offset, offset + limit), total: lines.length };
  }

  async rehearsals(): Promise<RehearsalReport[]> {
    return this.rehearsing;
  }

  async troubles(): Promise<Trouble[]> {
    return this.trouble;
  }

  async audit(row: AuditRow): Promise<void> {
    this.rows.push(row);
  }

  onChanged(listener: (numbers: number[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onCycle(listener: (connectionId: string) => void): () => void {
    this.#cycleListeners.add(listener);
    return () => this.#cycleListeners.delete(listener);
  }

  /** A cycle is over. */
  cycled(): void {
    for (const listener of this.#cycleListeners) listener('tenant|workspace');
  }

  #apply({ ask, by, incident }: PersonAction): IncidentView {
    const { state, sides } = this.#known(incident);
    switch (ask.kind) {
      case 'handoff':
        return this.change(incident, {
          owner: ask.to,
          latestComment: { author: by.name, text: ask.note, at: '2026-11-22T10:00:00Z' },
        });
      case 'assign':
        return this.change(incident, { owner: ask.to });
      case 'undo': {
        const { state: wasState, owner, severity, tags } = this.#last.get(by.objectId)!.before;
        return this.change(incident, { state: wasState, owner, severity, tags });
      }
      case 'activate':
      case 'reopen':
        return this.change(incident, {
          state: { ...state, status: 'active', classification: 'undetermined', determination: null, note: '' },
        });
      case 'close': {
        const { classification, determination, reason, comment } = ask;
        return this.change(incident, {
          state: { status: 'closed', classification, determination, reason, note: comment ?? '' },
        });
      }
      case 'tags':
        return this.change(incident, { tags: ask.tags });
      case 'severity':
        return this.change(incident, { severity: ask.severity });
      case 'comment':
        return this.change(incident, {
          latestComment: { author: by.name, text: ask.text, at: '2026-11-22T10:00:00Z' },
          sides,
        });
      case 'keep':
        return this.change(incident, {
          questions: this.#known(incident).questions.filter(({ field }) => field !== ask.field),
        });
      case 'repair':
        return this.change(incident, { drift: [] });
      case 'retry':
        return this.change(incident, {
          sides: sides.map((side) => ({ ...side, standing: 'waiting', reason: null })) as IncidentView['sides'],
        });
      default:
        return ask satisfies never;
    }
  }

  #known(number: number): IncidentView {
    const view = this.incidents.get(number);
    if (view === undefined) throw new Error(`no incident #${number}`);
    return view;
  }

  #publish(numbers: number[]): void {
    for (const listener of this.#listeners) listener(numbers);
  }
}

function isSameIncident(a: IncidentView, b: IncidentView): boolean {
  const held = ({ state, owner, severity, tags }: IncidentView) => JSON.stringify([state, owner, severity, tags]);
  return held(a) === held(b);
}

function refusalOf({ ask }: PersonAction, view: IncidentView) {
  if (view.readOnly !== null) return 'read_only' as const;
  if (view.standing !== 'linked') return view.standing;
  const isClosed = view.state.status === 'closed';
  if (ask.kind === 'reopen' && !isClosed) return 'not_closed' as const;
  if ((ask.kind === 'close' || ask.kind === 'activate') && isClosed) return 'already_closed' as const;
  const hasNothingLeft =
    (ask.kind === 'keep' && !view.questions.some(({ field }) => field === ask.field)) ||
    (ask.kind === 'repair' && !view.drift.some(({ repair }) => repair !== null)) ||
    (ask.kind === 'retry' && !view.sides.some(({ standing }) => standing === 'failed'));
  if (hasNothingLeft) return 'nothing_to_do' as const;
  if (ask.kind === 'comment' && ask.text.length > 5_000) return 'invalid_comment' as const;
  return null;
}

function isFoundBy(view: IncidentView, text: string, kind: EntityNameKind | undefined): boolean {
  const isNamed = view.entities.some(
    (one) => (kind ?? one.kind) === one.kind && foldEntityName(one.name).startsWith(foldEntityName(text)),
  );
  return isNamed || (kind === undefined && foldText(view.title).includes(foldText(text)));
}
